namespace Microsoft.Azure.Functions.Worker;

/// <summary>The state of a timer's schedule, in UTC.</summary>
public class ScheduleStatus
{
    /// <summary>When the last run was due.</summary>
    public DateTime Last { get; set; }

    /// <summary>When the next run is due.</summary>
    public DateTime Next { get; set; }

    /// <summary>When this state was written.</summary>
    public DateTime LastUpdated { get; set; }
}
