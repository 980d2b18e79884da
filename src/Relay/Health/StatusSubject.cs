namespace Relay.Health;

/// <summary>What the public status is kept of.</summary>
/// <param name="Model">A model that the config lists, or <see cref="Others"/>.</param>
/// <param name="Provider">A provider of it by name; empty for the model as callers met it.</param>
internal readonly record struct StatusSubject(string Model, string Provider)
{
    /// <summary>Stands for all models that are not listed: callers choose such names, and may put anything into them.</summary>
    public const string Others = "other";
}
