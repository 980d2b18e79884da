using Relay.Ingress;

namespace Relay.Tests.Ingress;

public sealed class MemoryBudgetTests
{
    [Fact]
    public void WhatIsLeft_CanBeTaken_AndNoByteMore()
    {
        var budget = new MemoryBudget(100);

        Assert.True(budget.TryTake(60));
        Assert.False(budget.TryTake(41));
        Assert.Equal(60, budget.Taken);
        Assert.True(budget.TryTake(40));
        budget.Return(100);
        Assert.Equal(0, budget.Taken);
    }

    [Fact]
    public async Task ManyAtOnce_NeverTakeMoreThanThereIs_AndGiveAllBack()
    {
        var budget = new MemoryBudget(10);
        var most = 0L;
        await Parallel.ForAsync(0, 20_000, TestContext.Current.CancellationToken, (i, _) =>
        {
            var bytes = 1 + (i % 4);
            if (!budget.TryTake(bytes)) return ValueTask.CompletedTask;
            InterlockedMax(ref most, Interlocked.Add(ref _inUse, bytes));
            Interlocked.Add(ref _inUse, -bytes);
            budget.Return(bytes);
            return ValueTask.CompletedTask;
        });

        Assert.InRange(most, 1, 10);
        Assert.Equal(0, budget.Taken);
    }

    private long _inUse;

    private static void InterlockedMax(ref long most, long value)
    {
        for (var seen = Interlocked.Read(ref most); seen < value; seen = Interlocked.Read(ref most))
            Interlocked.CompareExchange(ref most, value, seen);
    }
}
