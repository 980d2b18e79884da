namespace Relay.Local.Tests.Faults;

/// <summary>The sandbox's faults before the first token, as it is asked for them.</summary>
internal static class SandboxFaults
{
    /// <summary>Short times, so that silence is noticed; enough for a healthy target on a busy machine.</summary>
    public const string Timeouts = """ "timeouts":{"first_byte_seconds":2,"idle_seconds":2} """;

    // What takes an account or a model out, so that it does not pass within a call.
    private static readonly string[] Lasting =
        ["status=401", "status=402", "status=403", "status=404", "error=0,code=insufficient_quota"];

    private static readonly string[] Passing =
    [
        "status=408", "status=409", "status=429", "status=429,retry-after=1", "status=500", "status=500,html", "status=502", "status=503",
        "status=529", "html", "error=0", "malformed=0", "cut=0", "silence=headers", "silence=0",
    ];

    private static readonly string[] PassingStreaming = [.. Passing, "json", "preamble"];
    private static readonly string[] PassingJson = [.. Passing, "short", "cut=2", "error=2", "malformed=2", "silence=2"];
    private static readonly string[] AllStreaming = [.. Lasting, .. PassingStreaming];
    private static readonly string[] AllJson = [.. Lasting, .. PassingJson];

    /// <summary>Those of a target that may stay ill.</summary>
    public static string[] All(bool stream) => stream ? AllStreaming : AllJson;

    /// <summary>Those that a healthy target recovers from.</summary>
    public static string[] ThatPass(bool stream) => stream ? PassingStreaming : PassingJson;
}
