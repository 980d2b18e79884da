using Relay.Health;

namespace Relay.Tests.Health;

public sealed class RecentTimesTests
{
    [Fact]
    public void WithTooFew_NothingIsKnown()
    {
        var times = new RecentTimes();
        for (var i = 0; i < RecentTimes.Fewest; i++)
        {
            Assert.Null(times.P95());
            times.Add(TimeSpan.FromSeconds(i));
        }

        Assert.Equal(TimeSpan.FromSeconds(18), times.P95());
    }

    [Fact]
    public void OldOnes_AreForgotten()
    {
        var times = new RecentTimes();
        for (var i = 0; i < 1000; i++) times.Add(TimeSpan.FromHours(1));
        for (var i = 1; i <= RecentTimes.Most; i++) times.Add(TimeSpan.FromSeconds(i));

        Assert.Equal(TimeSpan.FromSeconds(61), times.P95());
    }

    [Fact]
    public void StreamsAndWholeAnswers_AreKeptApart()
    {
        var model = new ModelHealth();
        for (var i = 0; i < RecentTimes.Fewest; i++) model.Note(stream: false, TimeSpan.FromSeconds(9));
        Assert.Equal((null, TimeSpan.FromSeconds(9)), (model.P95(stream: true), model.P95(stream: false)));
        for (var i = 0; i < RecentTimes.Fewest; i++) model.Note(TimeSpan.FromSeconds(1));
        Assert.Equal((TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(9)), (model.P95(stream: true), model.P95(stream: false)));
    }
}
