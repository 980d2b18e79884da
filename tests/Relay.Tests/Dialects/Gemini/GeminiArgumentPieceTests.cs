namespace Relay.Tests.Dialects.Gemini;

/// <summary>Arguments that come in pieces.</summary>
public sealed class GeminiArgumentPieceTests
{
    [Fact]
    public void Pieces_AreOneObject()
    {
        Assert.Equal(
            """{"city":"Bos\"ton","list":[{"n":0.5,"ok":true},{"n":null}],"odd key":{"it's":"x"}}""",
            Arguments(
                """{"jsonPath":"$.city","stringValue":"Bos\"","willContinue":true}""",
                """{"jsonPath":"$.city","stringValue":"ton","willContinue":true}""",
                """{"jsonPath":"$.city","stringValue":""}""",
                """{"jsonPath":"$.list[0].n","numberValue":0.5}""",
                """{"jsonPath":"$.list[1].n","nullValue":"NULL_VALUE"}""",
                """{"jsonPath":"$['odd key'][\"it's\"]","stringValue":"x"}""",
                // Out of order: back to a place that was left.
                """{"jsonPath":"$.list[0].ok","boolValue":true}"""));
    }

    [Fact]
    public void AValueThatComesTwice_IsTheLast() =>
        Assert.Equal("""{"a":"y"}""", Arguments("""{"jsonPath":"$.a","stringValue":"x"}""", """{"jsonPath":"$.a","stringValue":"y"}"""));

    [Fact]
    public void APlaceThatIsLeftOut_IsNull() => Assert.Equal("""{"a":[null,1]}""", Arguments("""{"jsonPath":"$.a[1]","numberValue":1}"""));

    [Theory]
    [InlineData("$")]
    [InlineData("$.")]
    [InlineData("$[")]
    [InlineData("$['a]")]
    [InlineData("$[-1]")]
    [InlineData("$[999999999].a")]
    [InlineData("$.a[2000000000]")]
    [InlineData("$[0]")]
    public void AHostilePath_AddsNothingThatCosts(string path)
    {
        var json = Arguments($$"""{"jsonPath":"{{path}}","numberValue":1}""");
        Assert.True(json.Length < 20, json);
        Assert.Equal(System.Text.Json.JsonValueKind.Object, System.Text.Json.JsonElement.Parse(json).ValueKind);
    }

    [Fact]
    public void ANewCall_EndsTheOneBefore_AndTextDoes()
    {
        var sink = GeminiReads.Parts(
            """
            {"functionCall":{"name":"f","willContinue":true}},{"functionCall":{"partialArgs":[{"jsonPath":"$.a","numberValue":1}],"willContinue":true}},
            {"functionCall":{"name":"g","willContinue":true}},{"text":"done"},{"functionCall":{"partialArgs":[{"jsonPath":"$.lost","numberValue":1}]}}
            """);
        Assert.Equal(["""{"a":1}""", "{}", "done"], sink.Parts.Select(part => part.Text));
        Assert.Equal(["f", "g", ""], sink.Parts.Select(part => part.Head.Name));
    }

    [Fact]
    public void ACallThatIsOpenAtTheEnd_IsEnded()
    {
        var sink = GeminiReads.Parts("""{"functionCall":{"name":"f","willContinue":true}},{"functionCall":{"partialArgs":[{"jsonPath":"$.a","stringValue":"x","willContinue":true}],"willContinue":true}}""");
        Assert.Equal("""{"a":"x"}""", Assert.Single(sink.Parts).Text);
    }

    private static string Arguments(params string[] pieces)
    {
        var continued = pieces.Select(piece => """{"functionCall":{"partialArgs":[""" + piece + """],"willContinue":true}}""");
        var sink = GeminiReads.Parts(string.Join(',', ["""{"functionCall":{"name":"f","willContinue":true}}""", .. continued, """{"functionCall":{}}"""]));
        return Assert.Single(sink.Parts).Text;
    }
}
