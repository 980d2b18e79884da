using System.Text;
using Relay.Dialects;
using Relay.Ledger.Prices;
using Relay.Routing.Config;

namespace Relay.Tests.Routing.Config;

/// <summary>Config documents for tests, out of JSON as people write it.</summary>
internal static class Configs
{
    public static ConfigDocument Parse(string json)
    {
        var errors = ConfigParser.Parse(Encoding.UTF8.GetBytes(json), out var document);
        Assert.Empty(errors);
        return document!;
    }

    public static ConfigSnapshot Snapshot(string json, params AccountConfig[] environment) =>
        new(Parse(json), 7, environment, PriceBook.Default);

    /// <summary>A request for the model <c>m</c>.</summary>
    public static CallRequest Request(Dialect dialect, bool stream = false) => new()
    {
        Dialect = dialect,
        Model = "m",
        Verb = dialect != Dialect.Gemini ? null : stream ? "streamGenerateContent" : "generateContent",
        Stream = stream,
        UsageAsked = true,
        Edits = [],
    };

    public static string[] ErrorsOf(string json) => ErrorsOf(Encoding.UTF8.GetBytes(json));

    /// <summary>What is wrong, each as <c>path message</c>.</summary>
    public static string[] ErrorsOf(byte[] json)
    {
        var errors = ConfigParser.Parse(json, out var document);
        Assert.Equal(errors.Count == 0, document is not null);
        return [.. errors.Select(error => $"{error.Path} {error.Message}")];
    }
}
