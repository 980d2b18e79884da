using System.Text;
using System.Text.Json;
using Relay.Dialects.Gemini;

namespace Relay.Tests.Dialects.Gemini;

public sealed class GeminiTierTests
{
    [Theory]
    [InlineData("""{"serviceTier":"standard"}""", "default")]
    [InlineData("""{"serviceTier":"PRIORITY"}""", "priority")]
    [InlineData("""{"serviceTier":"flex","promptTokenCount":1}""", "flex")]
    [InlineData("""{"trafficType":"ON_DEMAND"}""", "default")]
    [InlineData("""{"trafficType":"ON_DEMAND_PRIORITY"}""", "priority")]
    [InlineData("""{"trafficType":"ON_DEMAND_FLEX"}""", "flex")]
    [InlineData("""{"trafficType":"PROVISIONED_THROUGHPUT"}""", "scale")]
    [InlineData("""{"trafficType":"TRAFFIC_TYPE_UNSPECIFIED"}""", null)]
    [InlineData("""{"serviceTier":"unspecified","trafficType":"ON_DEMAND_FLEX"}""", "flex")]
    [InlineData("""{"serviceTier":{"flex":[1]}}""", null)]
    [InlineData("""{"serviceTier":7}""", null)]
    [InlineData("{}", null)]
    public void TheTier_IsReadInOpenAIsWords(string usage, string? expected)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(usage));
        reader.Read();

        GeminiUsage.Read(ref reader, out var tier);

        Assert.Equal((expected, JsonTokenType.EndObject, 0), (tier, reader.TokenType, reader.CurrentDepth));
    }

    [Theory]
    [InlineData("default", "standard")]
    [InlineData("flex", "flex")]
    [InlineData("priority", "priority")]
    [InlineData("scale", null)]
    [InlineData("batch", null)]
    [InlineData(null, null)]
    public void ATier_IsSaidInGeminisWords(string? tier, string? expected) => Assert.Equal(expected, GeminiTier.ToText(tier));
}
