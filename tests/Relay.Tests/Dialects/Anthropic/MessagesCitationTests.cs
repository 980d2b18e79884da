using System.Buffers;
using System.Text;
using Relay.Dialects;
using Relay.Dialects.Anthropic;
using Relay.Dialects.Conversations;

namespace Relay.Tests.Dialects.Anthropic;

/// <summary>Sources of all the kinds that the dialect has.</summary>
public sealed class MessagesCitationTests
{
    private static readonly (string Json, Citation? Expected)[] Sources =
    [
        (
            """{"type":"char_location","cited_text":"It is.","document_index":2,"document_title":"f.txt","start_char_index":0,"end_char_index":6,"file_id":null}""",
            new Citation(null, "f.txt") { Quote = "It is.", Document = 2 }),
        (
            """{"type":"page_location","cited_text":"It is.","document_index":0,"document_title":null,"start_page_number":3,"end_page_number":5,"file_id":"file_1"}""",
            new Citation(null, null) { Quote = "It is.", FileId = "file_1", Document = 0, Page = 3, PageEnd = 5 }),
        (
            """{"type":"content_block_location","cited_text":"It is.","document_index":1,"document_title":"f","start_block_index":0,"end_block_index":1}""",
            new Citation(null, "f") { Quote = "It is.", Document = 1 }),
        (
            """{"type":"search_result_location","source":"https://e.com/f","title":"F","cited_text":"It is.","search_result_index":0,"start_block_index":0,"end_block_index":1}""",
            new Citation("https://e.com/f", "F") { Quote = "It is." }),
        // What is no address is not passed off as one.
        (
            """{"type":"search_result_location","source":"wiki/17","title":null,"cited_text":"It is.","search_result_index":0}""",
            new Citation(null, "wiki/17") { Quote = "It is." }),
        ("""{"title":"F","source":"javascript:alert(1)","cited_text":"x"}""", new Citation(null, "F") { Quote = "x" }),
        ("""{"type":"char_location","document_index":"2","start_page_number":1e400,"cited_text":""}""", null),
        ("7", null),
        ("null", null),
    ];

    [Fact]
    public void ASource_IsRead() => Assert.All(Sources, static source =>
    {
        var reader = DialectJson.ReaderOn(Encoding.UTF8.GetBytes(source.Json));
        Assert.Equal(source.Expected, MessagesCitation.Read(ref reader));
        Assert.False(reader.Read());
    });

    [Theory]
    [InlineData("https://e.com", null, """{"type":"web_search_result_location","cited_text":"q","url":"https://e.com","title":"t","encrypted_index":""}""")]
    [InlineData(null, null, """{"type":"char_location","cited_text":"q","document_index":1,"document_title":"t","start_char_index":0,"end_char_index":0,"file_id":"file_1"}""")]
    [InlineData(null, 3, """{"type":"page_location","cited_text":"q","document_index":1,"document_title":"t","start_page_number":3,"end_page_number":4,"file_id":"file_1"}""")]
    public void ASource_IsWritten(string? url, int? page, string expected)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = DialectJson.CreateWriter(output))
            MessagesCitation.Write(json, new Citation(url, "t") { Quote = "q", FileId = "file_1", Document = 1, Page = page });

        Assert.Equal(expected, Encoding.UTF8.GetString(output.WrittenSpan));
    }

    // An answer that another account of the same dialect goes on with is asked for in this form.
    [Fact]
    public void ADocumentThatIsToBeCited_IsAskedForAgain()
    {
        const string Body =
            """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":[{"type":"document","source":{"type":"text","media_type":"text/plain","data":"Yes."},"title":"f","citations":{"enabled":true}},{"type":"text","text":"x"}]}]}""";
        var output = new ArrayBufferWriter<byte>();
        Assert.True(new MessagesRequestReader().Read(Encoding.UTF8.GetBytes(Body), "m", stream: false).Succeeded(out var conversation, out _));

        new MessagesRequestWriter().Write(conversation, "m", output);

        Assert.Equal(Body, Encoding.UTF8.GetString(output.WrittenSpan));
        Assert.Empty(conversation.Losses);
    }

    [Fact]
    public void CitationsThatAreNoObject_AreRefused()
    {
        const string Body = """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":[{"type":"document","source":{"type":"text","data":"Yes."},"citations":true}]}]}""";

        Assert.False(new MessagesRequestReader().Read(Encoding.UTF8.GetBytes(Body), "m", stream: false).Succeeded(out _, out var failure));

        Assert.Equal("messages[0].content[0].citations", failure.Param);
    }
}
