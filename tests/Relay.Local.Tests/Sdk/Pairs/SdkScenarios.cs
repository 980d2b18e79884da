using Relay.Local.Tests.Clients;
using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Sdk.Pairs;

/// <summary>What every SDK of .NET is asked to do, as those of npm are. Each scenario says what came of it, in the same words for all.</summary>
/// <param name="relay">What it calls.</param>
/// <param name="upstream">Which upstream's models it asks for.</param>
internal abstract class SdkScenarios(RunningRelay relay, string upstream)
{
    /// <summary>What is asked where an answer by a schema is wanted; the sandbox says it back.</summary>
    protected const string CityJson = """{"city":"Bern"}""";

    /// <summary>The schema of a tool, and of an answer.</summary>
    protected const string CitySchema =
        """{"type":"object","properties":{"city":{"type":"string"}},"required":["city"],"additionalProperties":false}""";

    /// <summary>Each scenario's name, and what comes of it when all is well.</summary>
    public static IReadOnlyDictionary<string, string> Expected { get; } = new Dictionary<string, string>
    {
        ["text"] = NpmClient.Prompt,
        ["stream"] = NpmClient.Prompt,
        ["tools"] = """weather {"city":"sandbox"}, then 12 degrees""",
        ["toolsStream"] = """weather {"city":"sandbox"}""",
        ["image"] = NpmClient.Prompt,
        ["structured"] = CityJson,
        ["reasoning"] = $"thought1 thought2 : {NpmClient.Prompt}",
        ["usage"] = "5 in, 3 out",
        ["limited"] = "429",
        ["unknown"] = "404",
    };

    /// <summary>What is called.</summary>
    protected RunningRelay Relay => relay;

    /// <summary>Ends with the test.</summary>
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Does a scenario.</summary>
    public Task<string> RunAsync(string scenario) => scenario switch
    {
        "text" => TextAsync(),
        "stream" => StreamAsync(),
        "tools" => ToolsAsync(),
        "toolsStream" => ToolsStreamAsync(),
        "image" => ImageAsync(),
        "structured" => StructuredAsync(),
        "reasoning" => ReasoningAsync(),
        "usage" => UsageAsync(),
        "limited" => RefusedAsync(ModelOf("limited")),
        _ => RefusedAsync("nothing"),
    };

    /// <summary>The name of the model that behaves so, at this upstream.</summary>
    protected string ModelOf(string behaviour) => $"{upstream}-{behaviour}";

    /// <summary>A text.</summary>
    protected abstract Task<string> TextAsync();

    /// <summary>The same in pieces.</summary>
    protected abstract Task<string> StreamAsync();

    /// <summary>A tool's call, and the answer to its result.</summary>
    protected abstract Task<string> ToolsAsync();

    /// <summary>A tool's call in pieces.</summary>
    protected abstract Task<string> ToolsStreamAsync();

    /// <summary>A text about an image.</summary>
    protected abstract Task<string> ImageAsync();

    /// <summary>An answer by a schema.</summary>
    protected abstract Task<string> StructuredAsync();

    /// <summary>What the model thought, and its text.</summary>
    protected abstract Task<string> ReasoningAsync();

    /// <summary>The counts of tokens.</summary>
    protected abstract Task<string> UsageAsync();

    /// <summary>The status that the SDK's own exception has.</summary>
    protected abstract Task<string> RefusedAsync(string model);
}
