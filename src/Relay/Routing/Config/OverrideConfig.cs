namespace Relay.Routing.Config;

/// <summary>What is different for the calls of one key, or of one project.</summary>
/// <param name="Key">The key's id; null when it is for a project.</param>
/// <param name="Project">The project; null when it is for a key.</param>
/// <param name="Model">A pattern of the models that it is for; null for all.</param>
/// <param name="Use">The name that stands in for the one that is asked for; null to keep it.</param>
/// <param name="Constraint">The accounts that may be used.</param>
internal sealed record OverrideConfig(string? Key, string? Project, string? Model, string? Use, Constraint Constraint)
{
    /// <summary>Whether it is for a model.</summary>
    public bool Fits(string model) => Model is null || NamePattern.Matches(Model, model);
}
