using System.Reflection;
using Anthropic;
using OpenAI;
using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Sdk.Pairs;

/// <summary>The SDKs of .NET by the names that people know them by.</summary>
internal static class SdkNames
{
    private const string Chat = "OpenAI (.NET)";
    private const string Responses = "OpenAI (.NET, responses)";
    private const string Messages = "Anthropic (.NET)";

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> All { get; } = [Chat, Responses, Messages];

    /// <summary>The scenarios of one.</summary>
    public static SdkScenarios Of(string name, RunningRelay relay, string upstream) => name switch
    {
        Chat => new ChatScenarios(relay, upstream),
        Responses => new ResponsesScenarios(relay, upstream),
        _ => new MessagesScenarios(relay, upstream),
    };

    /// <summary>What one speaks, for people.</summary>
    public static string DialectOf(string name) => name switch
    {
        Chat => "OpenAI Chat",
        Responses => "OpenAI Responses",
        _ => "Messages",
    };

    /// <summary>The version of its package.</summary>
    public static string VersionOf(string name) =>
        (name == Messages ? typeof(AnthropicClient) : typeof(OpenAIClient)).Assembly
            .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
