using Relay.Gate;

namespace Relay.Tests.Gate;

/// <summary>Keys for tests: each has the secret that its text shows.</summary>
internal static class Keys
{
    public static readonly string Secret = new('5', KeyText.SecretLength);

    public static Key Make(string id = "abcdefghjkmn", KeyRole role = KeyRole.Caller)
    {
        var hash = new byte[KeyText.HashSize];
        KeyText.Hash(Secret, hash);
        return new()
        {
            Id = id,
            Name = "a name",
            Role = role,
            SecretHash = hash,
            Project = "a project",
            CreatedAt = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
        };
    }

    public static string TextOf(Key key) => KeyText.Format(key.Id, Secret);
}
