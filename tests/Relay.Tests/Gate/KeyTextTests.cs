using System.Security.Cryptography;
using System.Text;
using Relay.Gate;

namespace Relay.Tests.Gate;

public sealed class KeyTextTests
{
    private const string Id = "abcdefghjkmn";
    private static readonly string Secret = new('f', 64);
    private static readonly string Valid = $"sk-relay-{Id}-{Secret}";

    [Fact]
    public void WhatIdsMake_ComesApartAgain()
    {
        var ids = TestIds.Make(TimeProvider.System);
        for (var i = 0; i < 100; i++)
        {
            var (id, secret) = (ids.NewKeyId(), ids.NewSecret());
            Assert.True(KeyText.TryParse(KeyText.Format(id, secret), out var readId, out var readSecret));
            Assert.Equal(id, readId.ToString());
            Assert.Equal(secret, readSecret.ToString());
        }
    }

    [Fact]
    public void TheForm_IsPrefixIdAndSecret() => Assert.Equal(Valid, KeyText.Format(Id, Secret));

    public static TheoryData<string> Hostile() =>
    [
        "", " ", "sk-relay-", "sk-relay--", "sk-relay-abcdefghjkmn-",
        Valid[..^1], Valid + "f", " " + Valid, Valid + " ", Valid + "\n",
        Valid.Replace("sk-relay-", "SK-relay-", StringComparison.Ordinal),
        Valid.Replace("sk-relay-", "sk_relay-", StringComparison.Ordinal),
        Valid.Replace(Id, "abcdefghjkmO", StringComparison.Ordinal),
        Valid.Replace(Id, "../../../../", StringComparison.Ordinal),
        Valid.Replace(Id, "abcdefghjkm\0", StringComparison.Ordinal),
        Valid.Replace(Id, "abcdefghjkmé", StringComparison.Ordinal),
        Valid.Replace(Id + "-", Id + "_", StringComparison.Ordinal),
        Valid[..^1] + "é", Valid[..^2] + "😀", Valid[..^1] + "\ud800",
        new string('-', 86), new string('x', 1_000_000),
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void TextThatIsNoKey_IsRefused(string text)
    {
        Assert.False(KeyText.TryParse(text, out var id, out var secret) && id.Length + secret.Length > 0);
        Assert.False(KeyText.TryParse(text, out _, out _));
    }

    [Fact]
    public void TheHash_IsSha256OfTheSecret()
    {
        var hash = new byte[KeyText.HashSize];
        KeyText.Hash(Secret, hash);
        Assert.Equal(SHA256.HashData(Encoding.ASCII.GetBytes(Secret)), hash);
    }
}
