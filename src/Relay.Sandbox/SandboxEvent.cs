namespace Relay.Sandbox;

/// <summary>One event of a stream.</summary>
/// <param name="Name">What its line <c>event:</c> says; null for no such line.</param>
/// <param name="Data">Its data.</param>
/// <param name="Kind">What it is to the sandbox.</param>
internal readonly record struct SandboxEvent(string? Name, string Data, SandboxEventKind Kind = SandboxEventKind.Other);
