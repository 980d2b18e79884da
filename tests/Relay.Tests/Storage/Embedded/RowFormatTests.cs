using System.Buffers;
using System.Text;
using System.Text.Json;
using Relay.Storage;
using Relay.Storage.Embedded;

namespace Relay.Tests.Storage.Embedded;

public sealed class RowFormatTests
{
    private static readonly TableKey Key = new("p", "a");

    [Fact]
    public void ARow_IsThisJson()
    {
        var row = new TableRow(Key)
            .With("text", "ä\"\n")
            .With("number", long.MinValue)
            .With("on", true)
            .With("off", false)
            .With("share", 1.5)
            .With("at", new DateTimeOffset(1, 1, 1, 0, 0, 1, TimeSpan.Zero))
            .With("bytes", new byte[] { 0, 255 });

        Assert.Equal(
            """{"row":"a","put":{"text":"ä\"\n","number":-9223372036854775808,"on":true,"off":false,"share":{"double":4609434218613702656},"at":{"time":10000000},"bytes":{"binary":"AP8="}}}""",
            Write(TableWrite.Upsert(row)));
        Assert.Equal("""{"row":"a"}""", Write(TableWrite.Delete(Key)));
    }

    [Theory]
    [InlineData(-0.0)]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    public void ADouble_KeepsItsBits(double value)
    {
        var row = RowFormat.Read(
            Encoding.UTF8.GetBytes(Write(TableWrite.Upsert(new TableRow(Key).With("x", value)))), Key, "7");

        Assert.True(row.TryGet("x", out var read));
        Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(read.AsDouble()));
        Assert.Equal("7", row.ETag);
    }

    [Theory]
    [InlineData("")]
    [InlineData("""{"row":"a"}""")]
    [InlineData("""{"row":"b","put":{}}""")]
    [InlineData("""{"row":"a","put":{"x":null}}""")]
    [InlineData("""{"row":"a","put":{"x":{"other":1}}}""")]
    [InlineData("""{"row":"a","put":{"x":{"time":1,"more":2}}}""")]
    [InlineData("""{"row":"a","put":{"x":1""")]
    public void WhatIsNotARow_IsRefused(string json) =>
        Assert.ThrowsAny<JsonException>(() => RowFormat.Read(Encoding.UTF8.GetBytes(json), Key, "1"));

    private static string Write(TableWrite write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(
            buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        RowFormat.Write(json, write);
        json.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
