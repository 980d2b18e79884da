using System.Buffers.Text;
using System.Text;
using Relay.Routing;
using Relay.Testing.Storage;

namespace Relay.Tests.Routing;

public sealed class PinnedIdTests
{
    private static readonly PinnedId Ids = new(new byte[PinnedId.KeySize]);

    [Theory]
    [InlineData("main", "resp_0123456789abcdef", "web", "resp_relay1")]
    [InlineData("a-1", "no prefix, grüß 😀\nand lines", "Über / project", "relay1")]
    [InlineData("a", "", "", "relay1")]
    public void WhatIsSealed_IsOpened_AndTheSameEachTime(string account, string id, string project, string start)
    {
        var text = Ids.Seal(account, id, project);
        Assert.StartsWith(start, text, StringComparison.Ordinal);
        Assert.True(Ids.TryOpen(text, project, out var opened, out var openedId));
        Assert.Equal((account, id), (opened, openedId));
        Assert.Equal(text, Ids.Seal(account, id, project));
        Assert.True(new PinnedId(new byte[PinnedId.KeySize]).TryOpen(text, project, out _, out _));
    }

    [Fact]
    public void NeitherAccountNorIdCanBeRead()
    {
        var text = Ids.Seal("main", "resp_secret-of-the-provider", "web");
        var bytes = Base64Url.DecodeFromChars(text.AsSpan("resp_relay1".Length));
        Assert.DoesNotContain("main", Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
    }

    // A nonce used for two things of one key gives the key of the seal away.
    [Fact]
    public void OneId_InTwoProjects_HasTwoNonces()
    {
        Assert.NotEqual(NonceOf("web"), NonceOf("other"));

        static string NonceOf(string project) => Convert.ToHexString(
            Base64Url.DecodeFromChars(Ids.Seal("main", "resp_1", project).AsSpan("resp_relay1".Length))[..12]);
    }

    [Fact]
    public void AnotherProject_AnotherSecret_AndAnyOtherText_OpenNothing()
    {
        var text = Ids.Seal("main", "resp_1", "web");
        Assert.False(Ids.TryOpen(text, "other", out _, out _));
        Assert.False(new PinnedId([.. Enumerable.Repeat((byte)1, PinnedId.KeySize)]).TryOpen(text, "web", out _, out _));
        foreach (var wrong in new[] { "", "resp_1", "relay1", "resp_relay1", "resp_relay1!", "resp_relay1" + new string('A', 2000), text[..^1], text + "A" })
            Assert.False(Ids.TryOpen(wrong, "web", out _, out _));
        for (var i = "resp_relay1".Length; i < text.Length - 1; i++)
        {
            var changed = text.ToCharArray();
            changed[i] = changed[i] == 'A' ? 'B' : 'A';
            Assert.False(Ids.TryOpen(new string(changed), "web", out _, out _));
        }
    }

    [Fact]
    public async Task AllInstances_HaveOneSecret_WhoeverComesFirst()
    {
        var store = new TestTables();
        var instances = Enumerable.Range(1, 5).Select(seed => new PinnedIds(store, TestIds.Fill(seed))).ToList();
        var ids = await Task.WhenAll(instances.Select(instance => instance.GetAsync(TestContext.Current.CancellationToken).AsTask()));
        Assert.Single(ids.Select(id => id.Seal("a", "resp_1", "p")).Distinct());
        // Read once.
        Assert.Same(ids[0], await instances[0].GetAsync(TestContext.Current.CancellationToken));
        var later = await new PinnedIds(store, TestIds.Fill(9)).GetAsync(TestContext.Current.CancellationToken);
        Assert.Equal(ids[0].Seal("a", "resp_1", "p"), later.Seal("a", "resp_1", "p"));
    }
}
