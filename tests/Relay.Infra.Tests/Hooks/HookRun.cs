namespace Relay.Infra.Tests.Hooks;

/// <summary>How a hook ended.</summary>
/// <param name="ExitCode">0 when it did what it is for.</param>
/// <param name="Output">What it said.</param>
/// <param name="Errors">What it said of its troubles.</param>
public sealed record HookRun(int ExitCode, string Output, string Errors);
