namespace Relay.Benchmarks.Report;

/// <summary>A part of the report.</summary>
/// <param name="Title">Its title.</param>
/// <param name="How">How it was measured.</param>
/// <param name="Tables">What came of it.</param>
internal sealed record Section(string Title, string How, params object[] Tables)
{
    /// <inheritdoc/>
    public override string ToString() => $"## {Title}\n\n{How}\n\n{string.Join('\n', Tables)}";
}
