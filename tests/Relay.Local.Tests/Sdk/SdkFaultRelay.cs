using System.Net.Sockets;
using Relay.Local.Tests.Running;
using Relay.Sandbox;

namespace Relay.Local.Tests.Sdk;

/// <summary>A relay with a model for each <see cref="SdkFault"/>, each on an account of its own, for what one does to an account is not to be seen by the next.</summary>
internal sealed class SdkFaultRelay : IAsyncDisposable
{
    private readonly SandboxServer _sandbox;
    private readonly RawUpstream _reset;

    private SdkFaultRelay(SandboxServer sandbox, RawUpstream reset, RunningRelay running, string narrowKey)
    {
        _sandbox = sandbox;
        _reset = reset;
        Running = running;
        NarrowKey = narrowKey;
    }

    /// <summary>The relay.</summary>
    public RunningRelay Running { get; }

    /// <summary>A key that may use no model that there is.</summary>
    public string NarrowKey { get; }

    /// <summary>Starts it.</summary>
    public static async Task<SdkFaultRelay> StartAsync()
    {
        var sandbox = await SandboxServer.StartAsync();
        var reset = RawUpstream.Start(static (_, stream, _) =>
        {
            ((NetworkStream)stream).Socket.LingerState = new(true, 0);
            throw new IOException("The connection is reset.");
        });
        List<(string Name, string Model)> faults =
        [
            .. SdkFault.All.Where(static fault => fault.Spec is not null).Select(static fault => (fault.Name, $"sandbox:tokens=5,{fault.Spec}")),
            ("reset", "any"), ("breaks", "sandbox:tokens=5,error=2"), ("not-allowed", "sandbox"),
        ];
        var running = await RunningRelay.StartAsync($$"""
            {
              "accounts": [{{string.Join(',', faults.Select(fault =>
                  $$"""{"id":"{{fault.Name}}","provider":"sandbox","base_url":"{{(fault.Name == "reset" ? reset.BaseUrl : sandbox.BaseUrl)}}","secret":"SANDBOX_API_KEY","models":["none"]}"""))}}],
              "models": [{{string.Join(',', faults.Select(fault =>
                  $$"""{"name":"{{fault.Name}}","targets":[{"account":"{{fault.Name}}","model":"{{fault.Model}}"}]{{(fault.Name == "silent" ? ""","timeouts":{"first_byte_seconds":0.5}""" : "")}}}"""))}}]
            }
            """);
        return new(sandbox, reset, running, await running.NewKeyAsync("""{"models":["gpt-*"]}"""));
    }

    /// <summary>The key that a fault is met with.</summary>
    public string KeyFor(SdkFault fault) => fault.Name switch
    {
        "wrong-key" => "sk-unknown",
        "not-allowed" => NarrowKey,
        _ => Running.Key,
    };

    public async ValueTask DisposeAsync()
    {
        await Running.DisposeAsync();
        await _reset.DisposeAsync();
        await _sandbox.DisposeAsync();
    }
}
