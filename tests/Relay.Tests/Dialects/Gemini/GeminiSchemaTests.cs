using System.Text;
using Relay.Dialects.Gemini;

namespace Relay.Tests.Dialects.Gemini;

/// <summary>Gemini's form of a schema, made JSON Schema.</summary>
public sealed class GeminiSchemaTests
{
    [Theory]
    [InlineData("{}", "{}")]
    [InlineData("""{"type":"OBJECT","properties":{"a":{"type":"STRING","description":"A \u00fc"}},"required":["a"]}""",
        """{"type":"object","properties":{"a":{"type":"string","description":"A \u00fc"}},"required":["a"]}""")]
    [InlineData("""{"type":"string","nullable":true}""", """{"type":["string","null"]}""")]
    [InlineData("""{"nullable":true,"type":"INTEGER","format":"int32"}""", """{"type":["integer","null"],"format":"int32"}""")]
    [InlineData("""{"type":"STRING","format":"enum","enum":["A","b"]}""", """{"type":"string","enum":["A","b"]}""")]
    [InlineData("""{"type":"ARRAY","items":{"type":"NUMBER","nullable":false},"min_items":"1","maxItems":3,"minLength":"x"}""",
        """{"type":"array","items":{"type":"number"},"minItems":1,"maxItems":3,"minLength":"x"}""")]
    [InlineData("""{"any_of":[{"type":"STRING"},{"type":"NULL"}],"propertyOrdering":["b"],"example":{"type":"STRING"},"default":{"type":"STRING"}}""",
        """{"anyOf":[{"type":"string"},{"type":"null"}],"default":{"type":"STRING"}}""")]
    // Properties that are called as keywords are.
    [InlineData("""{"type":"OBJECT","properties":{"type":{"type":"STRING"},"nullable":{"type":"BOOLEAN"},"min_items":{"type":"STRING"},"properties":{"type":"OBJECT","properties":{"format":{"type":"STRING"}}}}}""",
        """{"type":"object","properties":{"type":{"type":"string"},"nullable":{"type":"boolean"},"min_items":{"type":"string"},"properties":{"type":"object","properties":{"format":{"type":"string"}}}}}""")]
    [InlineData("""{"defs":{"x":{"type":"STRING"}},"ref":"#/$defs/x","type":"TYPE_UNSPECIFIED","additionalProperties":false}""",
        """{"$defs":{"x":{"type":"string"}},"$ref":"#/$defs/x","additionalProperties":false}""")]
    public void AGeminiSchema_IsJsonSchema(string schema, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(GeminiSchema.ToJsonSchema(Encoding.UTF8.GetBytes(schema))));

    [Fact]
    public void ToolsAndOutputs_AreConverted_AndJsonSchemaIsNot()
    {
        var conversation = GeminiRequests.Read(
            """{"contents":[{"parts":[{"text":"Hi"}]}],"tools":[{"functionDeclarations":[{"name":"a","parameters":{"type":"OBJECT"}},{"name":"b","parametersJsonSchema":{"type":"OBJECT"}}]}],"generationConfig":{"responseSchema":{"type":"STRING"}}}""");
        Assert.Equal("""{"type":"object"}""", Encoding.UTF8.GetString(conversation.Tools[0].Parameters.Span));
        Assert.Equal("""{"type":"OBJECT"}""", Encoding.UTF8.GetString(conversation.Tools[1].Parameters.Span));
        Assert.Equal("""{"type":"string"}""", Encoding.UTF8.GetString(conversation.Output!.Schema.Span));
    }
}
