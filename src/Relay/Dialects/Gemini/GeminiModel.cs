using System.Globalization;

namespace Relay.Dialects.Gemini;

/// <summary>What a model takes, as far as its name tells. Of a name that tells nothing the newest is thought.</summary>
internal readonly record struct GeminiModel
{
    private readonly double _version;

    /// <summary>Reads a model's name, such as <c>gemini-2.5-pro</c> or <c>models/gemini-3-flash-preview</c>.</summary>
    public GeminiModel(string name)
    {
        IsPro = name.Contains("pro", StringComparison.Ordinal);
        IsGemma = name.Contains("gemma", StringComparison.Ordinal);
        var at = name.IndexOf("gemini-", StringComparison.Ordinal);
        var version = at < 0 ? default : name.AsSpan(at + 7);
        var length = 0;
        while (length < version.Length && (char.IsAsciiDigit(version[length]) || version[length] == '.')) length++;
        _version = double.TryParse(version[..length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number
            : double.MaxValue;
    }

    /// <summary>Whether it is one of the large ones, which cannot but think.</summary>
    public bool IsPro { get; }

    /// <summary>Whether it can be told how to think.</summary>
    public bool Thinks => !IsGemma && _version >= 2.5;

    /// <summary>
    /// Whether it is of the third generation: thinks by levels, checks the signatures of calls, takes images in results.
    /// </summary>
    /// <remarks>https://ai.google.dev/gemini-api/docs/gemini-3</remarks>
    public bool IsThird => !IsGemma && _version >= 3;

    private bool IsGemma { get; }
}
