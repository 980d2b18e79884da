namespace Relay.Dialects.Anthropic;

/// <summary>
/// What a model takes, as far as its name tells. A Claude whose name has no version is thought to be the newest; other
/// providers' models, which some serve in this dialect, take what the dialect first had.
/// </summary>
/// <remarks>https://docs.anthropic.com/en/docs/build-with-claude/adaptive-thinking</remarks>
internal readonly record struct MessagesModel
{
    private readonly bool _isClaude;
    private readonly bool _isOpus;
    private readonly double _version;

    /// <summary>Reads a model's name, such as <c>claude-3-7-sonnet-20250219</c> or <c>claude-opus-4-5@20251101</c>.</summary>
    public MessagesModel(string name)
    {
        _isClaude = name.Contains("claude", StringComparison.OrdinalIgnoreCase);
        _isOpus = name.Contains("opus", StringComparison.OrdinalIgnoreCase);
        _version = double.MaxValue;
        var parts = name.Split('-', '.', '@', '/', ':', '_');
        // A number of more digits is a date.
        var at = Array.FindIndex(parts, static part => part.Length is 1 or 2 && part.All(char.IsAsciiDigit));
        if (at < 0) return;
        _version = parts[at][^1] - '0' + (parts[at].Length == 2 ? 10 * (parts[at][0] - '0') : 0);
        if (at + 1 < parts.Length && parts[at + 1] is [>= '0' and <= '9' and var minor]) _version += (minor - '0') / 10.0;
    }

    /// <summary>Whether it can be told to think.</summary>
    public bool Thinks => !_isClaude || _version >= 3.65;

    /// <summary>Whether it chooses by itself how long to think, and is told how hard.</summary>
    public bool IsAdaptive => _isClaude && _version >= 4.55;

    /// <summary>Whether it is told how hard to try (<c>output_config.effort</c>).</summary>
    public bool TakesEffort => IsAdaptive || (_isClaude && _isOpus && _version >= 4.45);

    /// <summary>Whether it knows the effort <c>xhigh</c>.</summary>
    public bool TakesExtraEffort => _isClaude && _version >= 4.65;

    /// <summary>Whether it takes <c>thinking: disabled</c>; those that do not think only when they are told to, or always.</summary>
    public bool TakesNoThinking => !TakesExtraEffort;

    /// <summary>Whether it takes <c>temperature</c>, <c>top_p</c> and <c>top_k</c>.</summary>
    public bool TakesSampling => !TakesExtraEffort;

    /// <summary>Whether it takes both <c>temperature</c> and <c>top_p</c> in one request.</summary>
    public bool TakesBothSamplings => !_isClaude || _version < 4.05;

    /// <summary>Whether it takes messages of the system in the midst of others.</summary>
    public bool TakesSystemMessages => _isClaude && _version >= 4.75;

    /// <summary>Whether it holds its answer, or the arguments of a tool, to a JSON Schema.</summary>
    public bool TakesSchema => !_isClaude || _version >= 4.05;

    /// <summary>
    /// The dialect demands <c>max_tokens</c>, and refuses more than the model can make. This is what every model of its
    /// generation makes at least, where its caller's dialect leaves the limit to the model.
    /// </summary>
    public long DefaultMaxTokens => !_isClaude || _version >= 3.65 ? 32_000 : _version >= 3.45 ? 8_192 : 4_096;
}
