using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace Relay.Local.Tests.Hosting;

public sealed partial class HttpInvocationTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("/before")]
    [InlineData("/before-with-headers")]
    public async Task AnExceptionBeforeTheResponse_Is500WithoutABody_AndNothingOfWhatWasPrepared(string path)
    {
        await using var app = await FunctionsApp.StartAsync(typeof(Failing));
        using var connection = await RawConnection.OpenAsync(app.Port);

        await connection.GetAsync(path);
        var response = await connection.ReadToEndAsync();

        Assert.StartsWith(
            "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\nConnection: close\r\nDate: ",
            response, StringComparison.Ordinal);
        Assert.EndsWith("GMT\r\n\r\n", response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnExceptionWithABodyHalfPrepared_Is500WithoutABody_AndSpoilsNoLaterAnswer()
    {
        await using var app = await FunctionsApp.StartAsync(typeof(Failing));

        Assert.Equal((500, ""), await app.GetAsync("/half-prepared"));
        Assert.Equal((500, ""), await app.GetAsync("/before"));

        using var connection = await RawConnection.OpenAsync(app.Port);
        await connection.GetAsync("/half-prepared");
        Assert.Contains("\r\nConnection: close\r\n", await connection.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnExceptionInMidStream_EndsTheBodyAfterWhatWasWritten_WithoutItsTerminator()
    {
        await using var app = await FunctionsApp.StartAsync(typeof(Failing));
        for (var i = 0; i < 50; i++)
        {
            using var connection = await RawConnection.OpenAsync(app.Port);
            await connection.GetAsync("/during");

            var response = await connection.ReadToEndAsync();
            Assert.EndsWith("\r\n\r\n5\r\none\n\n\r\n5\r\ntwo\n\n\r\n", response, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task AStream_ArrivesPieceByPiece()
    {
        var steps = new Steps();
        await using var app = await FunctionsApp.StartAsync(
            FunctionsApp.NoPrefix, services => services.AddSingleton(steps), typeof(Stepping));
        using var connection = await RawConnection.OpenAsync(app.Port);

        await connection.GetAsync("/steps");
        await connection.ReadUntilAsync("first\n");
        steps.GoOn.SetResult();

        await connection.ReadUntilAsync("last\n\r\n0\r\n\r\n");
    }

    [Fact]
    public async Task ACallerWhoGoesAway_CancelsTheToken()
    {
        var steps = new Steps();
        await using var app = await FunctionsApp.StartAsync(
            FunctionsApp.NoPrefix, services => services.AddSingleton(steps), typeof(Stepping));
        using (var connection = await RawConnection.OpenAsync(app.Port))
        {
            await connection.GetAsync("/steps");
            await connection.ReadUntilAsync("first\n");
        }

        await steps.Cancelled.Task.WaitAsync(Soon, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task TheFunctionTimeout_CancelsTheToken_AndNotBefore()
    {
        var steps = new Steps();
        var time = new ManualTimeProvider();
        await using var app = await FunctionsApp.StartAsync(
            FunctionsApp.NoPrefix with { FunctionTimeout = TimeSpan.FromMinutes(5) },
            services => services.AddSingleton(steps).AddSingleton<TimeProvider>(time),
            typeof(Stepping));
        using var connection = await RawConnection.OpenAsync(app.Port);
        await connection.GetAsync("/steps");
        await connection.ReadUntilAsync("first\n");

        time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        Assert.False(steps.Cancelled.Task.IsCompleted);
        time.Advance(TimeSpan.FromTicks(1));

        await steps.Cancelled.Task.WaitAsync(Soon, TestContext.Current.CancellationToken);
        // It was the caller's stream: it must not look complete.
        Assert.DoesNotContain("\r\n0\r\n", await connection.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task EachInvocation_HasAnInstanceOfItsOwn_BuiltFromTheRequestsServices()
    {
        await using var app = await FunctionsApp.StartAsync(
            FunctionsApp.NoPrefix, services => services.AddScoped<Counter>(), typeof(Counting));

        Assert.Equal((200, "1, 1"), await app.GetAsync("/count"));
        Assert.Equal((200, "1, 1"), await app.GetAsync("/count"));
    }

    [Fact]
    public async Task ABodyPastKestrelsOwnLimit_ReachesTheFunction()
    {
        await using var app = await FunctionsApp.StartAsync(typeof(Measuring));
        using var content = new ByteArrayContent(new byte[30_000_001]);

        using var response = await app.Client.PostAsync("/measure", content, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(
            "30000001", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
