using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Relay.Dialects;
using Relay.Tests.Dialects.OpenAIChat;

namespace Relay.Tests.Dialects;

/// <summary>It ends where the reader ends, and accepts nothing that the reader does not.</summary>
public sealed class JsonSkipperTests
{
    private const int MaxDepth = 64;

    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(2000);

    [Fact]
    public void AnyDocument_IsSkippedWhole() => Prop.ForAll(ChatBodies.Arbitrary, body =>
    {
        var json = Encoding.UTF8.GetBytes(body.Trim());
        return JsonSkipper.TrySkip(json, 0, MaxDepth, out var end) && end == json.Length;
    }).Check(Many);

    [Fact]
    public void ADocumentWithOneByteChanged_IsAcceptedByBothOrByTheReaderAlone()
    {
        var bytes = Gen.Elements("\"\\{}[],:0-.eEtfn u/\n\u0001\u007fx"u8.ToArray());
        var changed = from body in ChatBodies.Arbitrary.Generator
                      let json = Encoding.UTF8.GetBytes(body.Trim())
                      from at in Gen.Choose(0, json.Length - 1)
                      from value in bytes
                      // Inside of something: of a number alone, what may stand behind it is for whoever goes on to say.
                      select (byte[])[(byte)'[', .. json[..at], value, .. json[(at + 1)..], (byte)']'];
        Prop.ForAll(changed.ToArbitrary(), json =>
            !JsonSkipper.TrySkip(json, 0, MaxDepth, out var end) || end == EndByReader(json)).Check(Many);
    }

    [Theory]
    [InlineData("[1,]")]
    [InlineData("[,1]")]
    [InlineData("[1 2]")]
    [InlineData("[01]")]
    [InlineData("[1.]")]
    [InlineData("[.5]")]
    [InlineData("[1e]")]
    [InlineData("[-]")]
    [InlineData("[+1]")]
    [InlineData("[tru]")]
    [InlineData("[nullx]")]
    [InlineData("{\"a\"}")]
    [InlineData("{\"a\":}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{a:1}")]
    [InlineData("{'a':1}")]
    [InlineData("[}")]
    [InlineData("{]")]
    [InlineData("[")]
    [InlineData("\"")]
    [InlineData("\"\\")]
    [InlineData("\"\\x\"")]
    [InlineData("\"\\u12g4\"")]
    [InlineData("\"\\u12")]
    [InlineData("\"\u0001\"")]
    [InlineData("")]
    public void WhatIsNotJson_IsNotAccepted(string text) =>
        Assert.False(JsonSkipper.TrySkip(Encoding.UTF8.GetBytes(text), 0, MaxDepth, out _));

    [Fact]
    public void DeeperThanAllowed_IsNotAccepted()
    {
        Assert.True(JsonSkipper.TrySkip("[[[]]]"u8, 0, 3, out var end));
        Assert.Equal(6, end);
        Assert.False(JsonSkipper.TrySkip("[[[[]]]]"u8, 0, 3, out _));
        Assert.False(JsonSkipper.TrySkip("[[[{}]]]"u8, 0, 3, out _));
    }

    // -1 when it is not JSON.
    private static int EndByReader(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth, AllowMultipleValues = true });
        try
        {
            reader.Read();
            reader.Skip();
            return (int)reader.BytesConsumed;
        }
        catch (JsonException)
        {
            return -1;
        }
    }
}
