using Relay.Sandbox.Tests.Running;
using static Relay.Sandbox.Tests.Running.RunningSandbox;

namespace Relay.Sandbox.Tests;

public class SandboxLogTests
{
    [Fact(Timeout = 20_000)]
    public async Task Calls_AreListed_WithoutTheirBodies()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var first = Asking("sandbox", content: "canary");
        await sandbox.AnswerToAsync(first);
        await sandbox.AnswerToAsync(Asking("sandbox:tokens=3,error=2", ",\"stream\":true"));

        using var response = await sandbox.Http.GetAsync("/sandbox/calls", TestContext.Current.CancellationToken);

        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("""[{"id":1,"model":"sandbox","tokens":1,"completed":true},{"id":2,"model":"sandbox:tokens=3,error=2","tokens":2,"completed":false}]""",
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(first, sandbox.Server.Log.Calls.First().Body);
    }

    [Fact]
    public void OldCalls_AreForgotten_ButCounted()
    {
        var log = new SandboxLog();

        for (var i = 0; i < 10_002; i++) log.Begin("sandbox", "");

        Assert.Equal(10_002, log.Count);
        Assert.Equal(10_000, log.Calls.Count);
        Assert.Equal(3, log.Calls.First().Id);
    }
}
