using Relay.Dialects;

namespace Relay.Tests.Dialects;

/// <summary>What a caller is told was dropped has the name that its own dialect has for it.</summary>
public sealed class FieldNameTests
{
    [Theory]
    [InlineData(nameof(Dialect.OpenAIChat), "tools[0].format", "tools[0].custom.format")]
    [InlineData(nameof(Dialect.OpenAIChat), "tools[1].strict", "tools[1].function.strict")]
    [InlineData(nameof(Dialect.OpenAIChat), "tools[1].cache_control", "tools[1].cache_control")]
    [InlineData(nameof(Dialect.OpenAIChat), "tools[1].filters.format", "tools[1].filters.format")]
    [InlineData(nameof(Dialect.OpenAIChat), "response_format.schema", "response_format.json_schema.schema")]
    [InlineData(nameof(Dialect.OpenAIChat), "messages[0].content[1].filename", "messages[0].content[1].file.filename")]
    [InlineData(nameof(Dialect.OpenAIChat), "messages[0].content[1].detail", "messages[0].content[1].image_url.detail")]
    [InlineData(nameof(Dialect.OpenAIChat), "messages[1].tool_calls[0].signature", "messages[1].tool_calls[0].id")]
    [InlineData(nameof(Dialect.OpenAIChat), "messages[1].content.signature", "messages[1].content.signature")]
    [InlineData(nameof(Dialect.OpenAIChat), "messages[1].content[0].name", "messages[1].name")]
    [InlineData(nameof(Dialect.OpenAIChat), "messages[1].content.name", "messages[1].name")]
    [InlineData(nameof(Dialect.OpenAIResponses), "tools[0].format", "tools[0].format")]
    [InlineData(nameof(Dialect.OpenAIResponses), "input[1].signature", "input[1].call_id")]
    [InlineData(nameof(Dialect.OpenAIResponses), "max_tokens", "max_output_tokens")]
    [InlineData(nameof(Dialect.Anthropic), "messages[0].content[0].filename", "messages[0].content[0].title")]
    [InlineData(nameof(Dialect.Anthropic), "tools[2].parameters", "tools[2].input_schema")]
    [InlineData(nameof(Dialect.Anthropic), "reasoning", "thinking")]
    [InlineData(nameof(Dialect.Gemini), "contents[1].parts[0].signature", "contents[1].parts[0].thoughtSignature")]
    [InlineData(nameof(Dialect.Gemini), "contents[1].parts[0].is_error", "contents[1].parts[0].functionResponse.response.error")]
    public void AField_HasTheCallersName(string caller, string option, string expected) =>
        Assert.Equal(expected, ((ITranslatedDialect)DialectCatalogue.Of(Enum.Parse<Dialect>(caller))).FieldOf(option));
}
