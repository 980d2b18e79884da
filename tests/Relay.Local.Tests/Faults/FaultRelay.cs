using System.Globalization;
using System.Text;
using Relay.Local.Tests.Running;
using Relay.Sandbox;

namespace Relay.Local.Tests.Faults;

/// <summary>
/// A relay in front of a sandbox. The account <c>faulty</c> answers to <c>sandbox:…</c>, and the model <c>healed:…</c>
/// is the faulty one first and then one that answers.
/// </summary>
internal sealed class FaultRelay : IAsyncDisposable
{
    /// <summary>What a healthy target says.</summary>
    public const string Healthy = "word1 word2 ";

    private FaultRelay(SandboxServer sandbox, RunningRelay running)
    {
        Sandbox = sandbox;
        Running = running;
    }

    /// <summary>The provider.</summary>
    public SandboxServer Sandbox { get; }

    /// <summary>The relay.</summary>
    public RunningRelay Running { get; }

    /// <summary>Starts both.</summary>
    /// <param name="healed">The spec that the model <c>healed</c> meets at its first target.</param>
    /// <param name="more">More members of relay.json.</param>
    public static async Task<FaultRelay> StartAsync(string healed = "", string more = "")
    {
        var sandbox = await SandboxServer.StartAsync();
        var running = await RunningRelay.StartAsync($$"""
            {
              "accounts": [
                {"id":"faulty","provider":"sandbox","base_url":"{{sandbox.BaseUrl}}","secret":"SANDBOX_API_KEY","models":["sandbox*"]},
                {"id":"healthy","provider":"sandbox","base_url":"{{sandbox.BaseUrl}}","secret":"SANDBOX_API_KEY","models":["none"]}
              ],
              "models": [{"name":"healed","targets":[
                {"account":"faulty","model":"sandbox:tokens=5,{{healed}}"},
                {"account":"healthy","model":"sandbox:tokens=2","priority":1}]}]
              {{more}}
            }
            """);
        return new(sandbox, running);
    }

    /// <summary>The body that all of these calls send.</summary>
    public static string Body(string model, bool stream) => string.Create(CultureInfo.InvariantCulture,
        $$"""{"model":"{{model}}","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"Hello"}]}""");

    /// <summary>Makes a call, and reads all that comes of it.</summary>
    public async Task<FaultAnswer> CallAsync(string model, bool stream)
    {
        using var response = await Running.ChatAsync(Body(model, stream));
        using var body = new MemoryStream();
        var ended = true;
        try
        {
            await response.Content.CopyToAsync(body, TestContext.Current.CancellationToken);
        }
        catch (HttpRequestException)
        {
            ended = false;
        }

        return new(response, Encoding.UTF8.GetString(body.ToArray()), ended, await Running.RecordAsync(response));
    }

    public async ValueTask DisposeAsync()
    {
        await Running.DisposeAsync();
        await Sandbox.DisposeAsync();
    }
}
