using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Relay.Dialects;

namespace Relay.Tests.Dialects;

public sealed class PlainJsonEncoderTests
{
    [Theory]
    [InlineData("")]
    [InlineData("grüß \u65e5\u672c")]
    [InlineData("😀")]
    [InlineData("a😀b😀😀c")]
    [InlineData("👨‍👩‍👧 🏔️ 𝄞 \U0010FFFD")]
    public void WhatNeedsNoEscape_HasNone(string text)
    {
        Assert.Equal($"\"{text}\"", Encoding.UTF8.GetString(Write(text)));
        Assert.Equal($"\"{text}\"", Encoding.UTF8.GetString(Write(Encoding.UTF8.GetBytes(text))));
    }

    [Theory]
    [InlineData("\"😀\\\n", "\\\"😀\\\\\\n")]
    [InlineData("😀\u0001\u2028", "😀\\u0001\\u2028")]
    [InlineData("\u0001 without", "\\u0001 without")]
    public void WhatMustBeEscaped_Is_BesideThem(string text, string expected)
    {
        Assert.Equal($"\"{expected}\"", Encoding.UTF8.GetString(Write(text)));
        Assert.Equal($"\"{expected}\"", Encoding.UTF8.GetString(Write(Encoding.UTF8.GetBytes(text))));
    }

    [Theory]
    [InlineData("a\ud83d")]
    [InlineData("\ude00b😀")]
    [InlineData("😀\ud83d\ud83d\ude00")]
    public void HalfAPair_IsTheMarkOfALostCharacter(string text)
    {
        using var json = JsonDocument.Parse($"[\"{PlainJsonEncoder.Instance.Encode(text)}\"]");

        Assert.Equal(new string([.. text.EnumerateRunes().SelectMany(rune => rune.ToString())]), json.RootElement[0].GetString());
    }

    [Fact]
    public void BytesThatAreNoText_AreNotWrittenAsTheyAre()
    {
        byte[] broken = [(byte)'a', 0xF0, 0x9F, 0x98];
        var output = new byte[64];

        Assert.Equal(OperationStatus.Done, PlainJsonEncoder.Instance.EncodeUtf8(broken, output, out _, out var written));
        Assert.Equal("a\ufffd", JsonSerializer.Deserialize<string>($"\"{Encoding.UTF8.GetString(output.AsSpan(0, written))}\""));
    }

    [Fact]
    public void TheFirstCharacters_AreAsTheRelaxedEncoderHasThem()
    {
        for (var scalar = 0; scalar <= char.MaxValue; scalar++)
        {
            if (char.IsSurrogate((char)scalar)) continue;
            var text = ((char)scalar).ToString();
            Assert.Equal(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text), PlainJsonEncoder.Instance.Encode(text));
        }
    }

    private static byte[] Write(string text) => Write(json => json.WriteStringValue(text));

    private static byte[] Write(byte[] utf8) => Write(json => json.WriteStringValue(utf8));

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = PlainJsonEncoder.Instance })) write(json);
        return output.WrittenSpan.ToArray();
    }
}
