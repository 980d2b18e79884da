namespace Relay.Sandbox;

/// <summary>A call of a tool.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">The tool's name.</param>
/// <param name="Arguments">The pieces of the arguments' JSON.</param>
public sealed record ToolCall(string Id, string Name, IReadOnlyList<string> Arguments);
