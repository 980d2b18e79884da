namespace Relay.Routing;

/// <summary>What orders the targets of one tier.</summary>
internal enum Strategy
{
    /// <summary>By chance in proportion to <see cref="Routing.Score"/>; a session keeps its target.</summary>
    Score,

    /// <summary>By chance in proportion to the weight alone; a session keeps its target.</summary>
    Weighted,

    /// <summary>In turn.</summary>
    RoundRobin,

    /// <summary>The fewest attempts in flight for its weight first.</summary>
    LeastBusy,

    /// <summary>The shortest time to first token first; one that is not known yet is tried, to learn it.</summary>
    Fastest,

    /// <summary>The lowest price first; an unknown one last.</summary>
    Cheapest,
}
