using System.Text.Json.Serialization;
using Relay.Gate;

namespace Relay.Management;

/// <summary>A key as the management API shows it. Its secret is shown once, when it is made.</summary>
internal sealed record KeyView
{
    /// <summary>The whole key; only in the answer to the request that made it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Key { get; init; }

    public required string Id { get; init; }

    public required string Name { get; init; }

    public required KeyRole Role { get; init; }

    public required string Project { get; init; }

    public string? Member { get; init; }

    public required IReadOnlyList<string> Models { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public int? MaxConcurrency { get; init; }

    public required bool Disabled { get; init; }

    /// <summary>Makes the view of a key.</summary>
    public static KeyView Of(Key key, string? text = null) => new()
    {
        Key = text,
        Id = key.Id,
        Name = key.Name,
        Role = key.Role,
        Project = key.Project,
        Member = key.Member,
        Models = key.Models,
        CreatedAt = key.CreatedAt,
        ExpiresAt = key.ExpiresAt,
        MaxConcurrency = key.MaxConcurrency,
        Disabled = key.Disabled,
    };
}
