namespace Microsoft.Azure.Functions.Worker;

/// <summary>Marks the request parameter of a function that is called over HTTP.</summary>
/// <param name="authLevel">Which key of the Functions host a request must carry.</param>
/// <param name="methods">The HTTP methods that the function takes; none means all.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class HttpTriggerAttribute(AuthorizationLevel authLevel, params string[] methods) : Attribute
{
    /// <summary>Which key of the Functions host a request must carry.</summary>
    public AuthorizationLevel AuthLevel { get; } = authLevel;

    /// <summary>The HTTP methods that the function takes; none means all.</summary>
    public string[]? Methods { get; } = methods;

    /// <summary>The route template, without the host's prefix; the function's name when null.</summary>
    public string? Route { get; set; }
}
