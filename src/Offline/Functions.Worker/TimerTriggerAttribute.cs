namespace Microsoft.Azure.Functions.Worker;

/// <summary>Marks the parameter of a function that runs on a schedule.</summary>
/// <param name="schedule">An NCRONTAB expression in UTC: second, minute, hour, day, month, day of week.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class TimerTriggerAttribute(string schedule) : Attribute
{
    /// <summary>The NCRONTAB expression.</summary>
    public string Schedule { get; } = schedule;

    /// <summary>Whether the host keeps the schedule's state, to make up for a run missed over a restart.</summary>
    public bool UseMonitor { get; set; } = true;

    /// <summary>Whether the function also runs when the host starts.</summary>
    public bool RunOnStartup { get; set; }
}
