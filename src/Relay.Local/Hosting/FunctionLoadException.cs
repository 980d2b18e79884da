namespace Relay.Local.Hosting;

/// <summary>
/// A function, or host.json, is not as the Functions host would take it. The message is one sentence that says why.
/// </summary>
internal sealed class FunctionLoadException : Exception
{
    public FunctionLoadException(string message) : base(message) { }

    /// <summary>A fault of one function.</summary>
    public FunctionLoadException(string function, string fault)
        : base($"The '{function}' function is in error: {fault}") { }
}
