using System.Text;
using Relay.Dialects;
using Relay.Routing.Providers;

namespace Relay.Tests.Dialects;

/// <summary>A body without the fields that a provider refuses, and with its names for others; all else byte for byte.</summary>
public sealed class FieldEditsTests
{
    private static readonly EndpointFields Fields = new()
    {
        Refuses = ["store", "user"],
        Renames = new Dictionary<string, string> { ["seed"] = "random_seed", ["max_completion_tokens"] = "max_tokens" },
        Sources = [],
    };

    [Theory]
    [InlineData("""{"model":"m","messages":[]}""", """{"model":"m","messages":[]}""", "")]
    [InlineData("""{"store":false,"model":"m"}""", """{"model":"m"}""", "store")]
    [InlineData("""{"model":"m","store":false}""", """{"model":"m"}""", "store")]
    [InlineData("""{ "model" : "m" , "store" : {"a":[1,"}"]} , "n" : 1 }""", """{ "model" : "m" , "n" : 1 }""", "store")]
    [InlineData("""{"user":"u","store":true,"model":"m","user":"v"}""", """{"model":"m"}""", "user,store")]
    [InlineData("""{"model":"m","user":"u","store":true}""", """{"model":"m"}""", "user,store")]
    [InlineData("""{ "store":true, "user":"u" }""", """{  }""", "store,user")]
    [InlineData("""{"model":"m","user":null}""", """{"model":"m"}""", "")]
    [InlineData("""{"model":"m","\u0075ser":"x"}""", """{"model":"m"}""", "user")]
    [InlineData("""{"model":"m","metadata":{"user":"x","store":1}}""", """{"model":"m","metadata":{"user":"x","store":1}}""", "")]
    [InlineData("""{"seed" : 7,"model":"m"}""", """{"random_seed" : 7,"model":"m"}""", "")]
    [InlineData("""{"seed":7,"random_seed":8}""", """{"random_seed":8}""", "seed")]
    [InlineData("""{"max_completion_tokens":7,"store":true,"seed":1}""", """{"max_tokens":7,"random_seed":1}""", "store")]
    [InlineData("{}", "{}", "")]
    public void ABody_IsSaidInTheProvidersFields(string body, string expected, string dropped)
    {
        var bytes = Encoding.UTF8.GetBytes(body);

        var edits = FieldEdits.Of(bytes, Fields, "m", []);

        Assert.Equal(expected, Encoding.UTF8.GetString(edits.Apply(bytes).Span));
        Assert.Equal(dropped, string.Join(',', edits.Dropped));
    }

    [Theory]
    [InlineData("o1-mini", """{"model":"m"}""", "temperature,top_p")]
    [InlineData("o2", """{"model":"m","temperature":0.5,"top_p":1}""", "")]
    public void OnlyAModelThatTakesOneValue_GetsNone(string model, string expected, string dropped)
    {
        var fields = new EndpointFields
        {
            Models = [new() { Models = ["o1*"], Fixed = new Dictionary<string, double?> { ["temperature"] = 1, ["top_p"] = null } }],
            Sources = [],
        };
        var bytes = """{"model":"m","temperature":0.5,"top_p":1}"""u8.ToArray();

        var edits = FieldEdits.Of(bytes, fields, model, []);

        Assert.Equal(dropped.Length > 0, fields.Concern(model));
        Assert.Equal(expected, Encoding.UTF8.GetString(edits.Apply(bytes).Span));
        Assert.Equal(dropped, string.Join(',', edits.Dropped));
    }

    [Theory]
    [InlineData("1", "")]
    [InlineData("1.0", "")]
    [InlineData("null", "")]
    [InlineData("0", "temperature")]
    [InlineData("\"1\"", "temperature")]
    [InlineData("{}", "temperature")]
    public void TheModelsOwnValue_SaysNothing(string value, string dropped)
    {
        var fields = new EndpointFields
        {
            Models = [new() { Models = ["*"], Fixed = new Dictionary<string, double?> { ["temperature"] = 1 } }],
            Sources = [],
        };
        var bytes = Encoding.UTF8.GetBytes($$"""{"temperature":{{value}},"model":"m"}""");

        var edits = FieldEdits.Of(bytes, fields, "m", []);

        Assert.Equal("""{"model":"m"}""", Encoding.UTF8.GetString(edits.Apply(bytes).Span));
        Assert.Equal(dropped, string.Join(',', edits.Dropped));
    }

    // The scan of a caller's body inserts at the brace, and replaces the model's name.
    [Theory]
    [InlineData("""{"store":true,"model":"m","stream":true,"user":"u"}""", """{"stream_options":{"include_usage":true},"model":"target","stream":true}""")]
    [InlineData("""{"store":true,"stream":true}""", """{"model":"target","stream_options":{"include_usage":true},"stream":true}""")]
    [InlineData("""{"stream":true,"stream_options":{},"user":"u","model":"m"}""", """{"stream":true,"stream_options":{"include_usage":true},"model":"target"}""")]
    public async Task OtherChanges_StandBesideThem(string body, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        Assert.True(BodyScan.Read(bytes, Dialect.OpenAIChat, new() { PathModel = "m" }).Succeeded(out var request, out _));

        var edits = FieldEdits.Of(bytes, Fields, "m", request.Edits);

        using var sent = new MemoryStream();
        await using var content = new SplicedContent(bytes, edits.Edits, "\"target\""u8.ToArray());
        Assert.Equal(expected.Length, content.Headers.ContentLength);
        await content.CopyToAsync(sent, TestContext.Current.CancellationToken);
        Assert.Equal(expected, Encoding.UTF8.GetString(sent.ToArray()));
    }
}
