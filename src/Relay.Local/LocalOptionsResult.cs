namespace Relay.Local;

/// <summary>What came of reading the command line: options, a wish for help, or a fault.</summary>
/// <param name="Options">The options, unless help is wanted or there is a fault.</param>
/// <param name="IsHelp">Whether help is wanted.</param>
/// <param name="Error">One sentence that says what is wrong and names the option.</param>
internal readonly record struct LocalOptionsResult(LocalOptions? Options, bool IsHelp, string? Error)
{
    public static LocalOptionsResult HelpWanted { get; } = new(null, IsHelp: true, null);

    public static LocalOptionsResult Of(LocalOptions options) => new(options, IsHelp: false, null);

    public static LocalOptionsResult Failed(string error) => new(null, IsHelp: false, error);
}
