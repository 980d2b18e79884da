namespace Relay.Sandbox;

/// <summary>Why a body is no request of a dialect, as its providers say it.</summary>
/// <param name="Message">What is wrong, in their words.</param>
/// <param name="Param">The field; null where the dialect names none, or it is the whole body.</param>
/// <param name="Code">Their code for it.</param>
internal sealed record SandboxFault(string Message, string? Param = null, string Code = "invalid_json")
{
    /// <summary>The status of the answer that says so.</summary>
    public int Status { get; init; } = 400;
}
