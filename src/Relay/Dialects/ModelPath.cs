using System.Diagnostics.CodeAnalysis;

namespace Relay.Dialects;

/// <summary>What a path such as <c>models/gemini-3:streamGenerateContent?alt=sse</c> says, where the body does not.</summary>
/// <param name="Model">The model; it may hold slashes and colons.</param>
/// <param name="Verb">What is to be done, behind the last colon.</param>
/// <param name="Events">Whether a stream is asked for as events.</param>
internal sealed record ModelPath(string Model, string Verb, bool Events)
{
    /// <summary>What is to be done, for a stream of Gemini's.</summary>
    public const string Streamed = "streamGenerateContent";

    /// <summary>Whether the stream is to be the elements of a JSON array.</summary>
    public bool AsArray => Verb == Streamed && !Events;

    /// <summary>Reads one.</summary>
    /// <param name="rest">The path behind <c>models/</c>, its escapes undone; the host leaves those of slashes, which are undone here.</param>
    /// <param name="alt">The query's <c>alt</c>.</param>
    /// <param name="path">What it says.</param>
    /// <returns>False when it names no model or nothing to be done.</returns>
    public static bool TryParse(string rest, string? alt, [NotNullWhen(true)] out ModelPath? path)
    {
        var colon = rest.LastIndexOf(':');
        path = colon <= 0 || colon == rest.Length - 1
            ? null
            : new(Slashed(rest[..colon]), rest[(colon + 1)..], string.Equals(alt, "sse", StringComparison.OrdinalIgnoreCase));
        return path is not null;
    }

    /// <summary>A model's name out of a path, in which clients write a slash as it is or escaped.</summary>
    public static string Slashed(string model) => model.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
