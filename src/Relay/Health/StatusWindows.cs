namespace Relay.Health;

/// <summary>What was counted of one subject.</summary>
internal sealed class StatusWindows
{
    /// <summary>This clock hour and the one before.</summary>
    public StatusCounts Hour { get; } = new();

    /// <summary>This clock hour and the 24 before.</summary>
    public StatusCounts Day { get; } = new();

    /// <summary>Today and the 90 days before.</summary>
    public StatusCounts Quarter { get; } = new();
}
