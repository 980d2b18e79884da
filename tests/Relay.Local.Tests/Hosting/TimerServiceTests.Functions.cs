using System.Collections.Concurrent;
using Microsoft.Azure.Functions.Worker;

namespace Relay.Local.Tests.Hosting;

/// <summary>The functions that the tests host.</summary>
public sealed partial class TimerServiceTests
{
    public sealed class Runs(TimeProvider time)
    {
        private readonly DateTimeOffset _start = time.GetUtcNow();
        private int _atOnce;

        public ConcurrentQueue<TimeSpan> Times { get; } = [];

        public SemaphoreSlim Started { get; } = new(0);

        public TaskCompletionSource Finish { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int AtOnce => Volatile.Read(ref _atOnce);

        public int MostAtOnce { get; private set; }

        public void Begin()
        {
            MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _atOnce));
            Times.Enqueue(time.GetUtcNow() - _start);
            Started.Release();
        }

        public void End() => Interlocked.Decrement(ref _atOnce);
    }

    public sealed class EveryMinute(Runs runs)
    {
        [Function("EveryMinute")]
        public Task Run([TimerTrigger("0 * * * * *")] TimerInfo timer)
        {
            runs.Begin();
            runs.End();
            return Task.CompletedTask;
        }
    }

    public sealed class OnLeapDay(Runs runs)
    {
        [Function("OnLeapDay")]
        public Task Run([TimerTrigger("0 0 0 29 2 *")] TimerInfo timer)
        {
            runs.Begin();
            return Task.CompletedTask;
        }
    }

    public sealed class AtStartup(Runs runs)
    {
        [Function("AtStartup")]
        public Task Run([TimerTrigger("0 * * * * *", RunOnStartup = true)] TimerInfo timer)
        {
            runs.Begin();
            return Task.CompletedTask;
        }
    }

    public sealed class Throwing(Runs runs)
    {
        [Function("Throwing")]
        public Task Run([TimerTrigger("0 * * * * *")] TimerInfo timer)
        {
            runs.Begin();
            throw new InvalidOperationException("on purpose");
        }
    }

    public sealed class Long(Runs runs)
    {
        [Function("Long")]
        public async Task Run([TimerTrigger("0 * * * * *")] TimerInfo timer, CancellationToken cancellationToken)
        {
            runs.Begin();
            try
            {
                await runs.Finish.Task.WaitAsync(cancellationToken);
            }
            finally
            {
                runs.End();
            }
        }
    }

    public sealed class Deaf(Runs runs)
    {
        [Function("Deaf")]
        public Task Run([TimerTrigger("0 * * * * *")] TimerInfo timer)
        {
            runs.Begin();
            return runs.Finish.Task;
        }
    }
}
