using System.Text.Json;

namespace Relay.Storage.Embedded;

/// <summary>Reads what a line of the journal changes. It expects just what <see cref="JournalLineBuilder"/> writes.</summary>
internal static class JournalBatches
{
    /// <summary>Adds the changes of a line, in their order. A row's values are not looked at.</summary>
    /// <param name="json">The JSON of the line.</param>
    /// <param name="offset">The byte of the file at which the JSON begins.</param>
    /// <param name="changes">Takes the changes.</param>
    /// <returns>The number of the last batch; 0 when there is none.</returns>
    /// <exception cref="JsonException">The line is not one of ours.</exception>
    public static long Read(ReadOnlySpan<byte> json, long offset, List<RowChange> changes)
    {
        var reader = new Utf8JsonReader(json);
        Expect(ref reader, JsonTokenType.StartArray);
        long sequence = 0;
        while (Next(ref reader) == JsonTokenType.StartObject) sequence = ReadBatch(ref reader, offset, changes);
        Expect(JsonTokenType.EndArray, reader.TokenType);
        return sequence;
    }

    private static long ReadBatch(ref Utf8JsonReader reader, long offset, List<RowChange> changes)
    {
        ExpectProperty(ref reader, "seq"u8);
        Expect(ref reader, JsonTokenType.Number);
        var sequence = reader.GetInt64();
        var table = ReadName(ref reader, "table"u8);
        var partition = ReadName(ref reader, "partition"u8);

        ExpectProperty(ref reader, "rows"u8);
        Expect(ref reader, JsonTokenType.StartArray);
        while (Next(ref reader) == JsonTokenType.StartObject)
        {
            var start = reader.TokenStartIndex;
            var row = ReadName(ref reader, "row"u8);
            var isDelete = Next(ref reader) == JsonTokenType.EndObject;
            if (!isDelete)
            {
                if (!reader.ValueTextEquals("put"u8)) throw new JsonException();
                Expect(ref reader, JsonTokenType.StartObject);
                reader.Skip();
                Expect(ref reader, JsonTokenType.EndObject);
            }

            var location = new RowLocation(sequence, offset + start, (int)(reader.BytesConsumed - start));
            changes.Add(new RowChange(table, new TableKey(partition, row), location, isDelete));
        }

        Expect(JsonTokenType.EndArray, reader.TokenType);
        Expect(ref reader, JsonTokenType.EndObject);
        return sequence;
    }

    private static string ReadName(ref Utf8JsonReader reader, ReadOnlySpan<byte> property)
    {
        ExpectProperty(ref reader, property);
        Expect(ref reader, JsonTokenType.String);
        return reader.GetString()!;
    }

    private static void ExpectProperty(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        Expect(ref reader, JsonTokenType.PropertyName);
        if (!reader.ValueTextEquals(name)) throw new JsonException();
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType expected) => Expect(expected, Next(ref reader));

    private static void Expect(JsonTokenType expected, JsonTokenType actual)
    {
        if (actual != expected) throw new JsonException();
    }

    private static JsonTokenType Next(ref Utf8JsonReader reader) =>
        reader.Read() ? reader.TokenType : throw new JsonException();
}
