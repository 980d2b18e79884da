using Relay.Dialects.OpenAIResponses;

namespace Relay.Tests.Dialects.OpenAIResponses;

/// <summary>Which schemas OpenAI takes as strict ones.</summary>
public sealed class ResponsesRequestSchemaTests
{
    [Theory]
    [InlineData("""{"type":"object","properties":{},"additionalProperties":false}""")]
    [InlineData("""{"additionalProperties":false,"required":["b","a"],"properties":{"a":{"type":["string","null"]},"b":{"type":"array","items":{"$ref":"#/$defs/x"}}},"$defs":{"x":{"type":"object","properties":{"properties":{"type":"string"}},"required":["properties"],"additionalProperties":false}}}""")]
    [InlineData("""{"type":"object","properties":{"a":{"anyOf":[{"type":"string","enum":["object"]},{"type":"null"}],"description":"d","default":{"properties":{}}}},"required":["a"],"additionalProperties":false}""")]
    [InlineData("""{"type":"object","properties":{"\u0061":{}},"required":["a"],"additionalProperties":false}""")]
    public void AClosedSchema_IsStrict(string schema) => Assert.True(IsStrict(schema));

    [Theory]
    [InlineData("""{"type":"object"}""")]
    [InlineData("""{"type":["object","null"],"properties":{}}""")]
    [InlineData("""{"properties":{"a":{}},"additionalProperties":false}""")]
    [InlineData("""{"properties":{"a":{}},"required":["a"],"additionalProperties":true}""")]
    [InlineData("""{"properties":{"a":{}},"required":["a"],"additionalProperties":{}}""")]
    [InlineData("""{"properties":{"a":{"type":"object"}},"required":["a"],"additionalProperties":false}""")]
    [InlineData("""{"properties":{"a":{"items":{"properties":{"b":{}}}}},"required":["a"],"additionalProperties":false}""")]
    [InlineData("""{"properties":{"a":{"anyOf":[{"type":"object"}]}},"required":["a"],"additionalProperties":false}""")]
    [InlineData("""{"properties":{},"additionalProperties":false,"$defs":{"x":{"type":"object"}}}""")]
    [InlineData("""{"properties":{},"additionalProperties":false,"allOf":[]}""")]
    public void AnOpenSchema_IsNot(string schema) => Assert.False(IsStrict(schema));

    private static bool IsStrict(string schema) => ResponsesRequestSchema.IsStrict(ResponsesRequests.Raw(schema).Span);
}
