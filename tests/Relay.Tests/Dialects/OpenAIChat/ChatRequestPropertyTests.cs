using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace Relay.Tests.Dialects.OpenAIChat;

/// <summary>Whatever the body: what is sent on says what it must, and nothing else of it has changed.</summary>
public sealed class ChatRequestPropertyTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(1000);

    [Fact]
    public void AnyBody_WithItsEditsTakenBack_IsTheOriginal() =>
        Prop.ForAll(ChatBodies.Arbitrary, body => Spliced(body) is var spliced
            && spliced.Undone().AsSpan().SequenceEqual(spliced.Original)).Check(Many);

    [Fact]
    public void AnyBody_IsAsLongAsAnnounced() =>
        Prop.ForAll(ChatBodies.Arbitrary, body => Spliced(body) is var spliced
            && spliced.Sent.Length == spliced.Announced).Check(Many);

    [Fact]
    public void AnyBody_AsADocument_DiffersInTheModelAndStreamOptionsOnly() =>
        Prop.ForAll(ChatBodies.Arbitrary, body => IsAsItMustBe(Spliced(body))).Check(Many);

    private static bool IsAsItMustBe(SplicedBody spliced)
    {
        using var before = JsonDocument.Parse(spliced.Original);
        using var after = JsonDocument.Parse(spliced.Sent);
        var original = before.RootElement.EnumerateObject().ToList();
        var sent = after.RootElement.EnumerateObject().ToList();

        var stream = original.LastOrDefault(member => member.Name == "stream").Value is { ValueKind: JsonValueKind.True };
        var asked = AsksForUsage(original);
        Assert.Equal(original.Last(member => member.Name == "model").Value.GetString(), spliced.Request.Model);
        Assert.Equal(stream, spliced.Request.Stream);
        Assert.Equal(asked, spliced.Request.UsageAsked);

        if (stream && !original.Exists(member => member.Name == "stream_options"))
        {
            Assert.Equal("stream_options", sent[0].Name);
            Assert.True(AsksForUsage([sent[0]]));
            sent.RemoveAt(0);
        }

        Assert.Equal(original.Count, sent.Count);
        foreach (var (was, now) in original.Zip(sent)) AssertMember(was, now, stream);
        return true;
    }

    private static void AssertMember(JsonProperty was, JsonProperty now, bool stream)
    {
        Assert.Equal(was.Name, now.Name);
        if (was.Name == "model")
        {
            Assert.Equal("target", now.Value.GetString());
        }
        else if (was.Name == "stream_options" && stream)
        {
            Assert.Contains(now.Value.EnumerateObject(), member => member.Name == "include_usage");
            Assert.All(
                now.Value.EnumerateObject().Where(member => member.Name == "include_usage"),
                member => Assert.Equal(JsonValueKind.True, member.Value.ValueKind));
            Assert.Equal(OtherMembers(was.Value), OtherMembers(now.Value));
        }
        else
        {
            Assert.Equal(was.Value.GetRawText(), now.Value.GetRawText());
        }
    }

    // As a reader for which the last of equal names counts.
    private static bool AsksForUsage(List<JsonProperty> members) =>
        members.LastOrDefault(member => member.Name == "stream_options").Value is { ValueKind: JsonValueKind.Object } options
        && options.EnumerateObject().LastOrDefault(member => member.Name == "include_usage").Value is { ValueKind: JsonValueKind.True };

    private static string[] OtherMembers(JsonElement options) => options.ValueKind != JsonValueKind.Object
        ? []
        : [.. options.EnumerateObject().Where(member => member.Name != "include_usage").Select(member => member.ToString())];

    private static SplicedBody Spliced(string body) => SplicedBody.OfAsync(body).GetAwaiter().GetResult();
}
