using Microsoft.AspNetCore.Http;
using Relay.Ingress;
using Relay.Routing;
using Relay.Tests.Routing.Config;

namespace Relay.Tests.Ingress;

public sealed class CallConstraintTests
{
    private const string Document = """{"accounts":[{"id":"a","provider":"openai","region":"eu","tags":["batch"]}]}""";

    [Theory]
    [InlineData(null, null, "", "")]
    [InlineData("eu", null, "eu", "")]
    [InlineData(" eu , openai,,a", "batch,deepseek", "eu openai a", "batch deepseek")]
    public void WordsThatFitSomething_AreRead(string? only, string? avoid, string readOnly, string readAvoid)
    {
        Assert.True(Read(only, avoid).Succeeded(out var constraint, out _));
        Assert.Equal((readOnly, readAvoid), (string.Join(' ', constraint.Only), string.Join(' ', constraint.Avoid)));
    }

    [Theory]
    [InlineData("ue", null, "x-relay-only")]
    [InlineData("", null, "x-relay-only")]
    [InlineData(" , ", null, "x-relay-only")]
    [InlineData("eu", "chnia", "x-relay-avoid")]
    [InlineData("EU", null, "x-relay-only")]
    public void AWordThatFitsNothing_IsRefused(string? only, string? avoid, string param)
    {
        var failure = Read(only, avoid).Failure!;
        Assert.Equal((400, "invalid_field", param), (failure.Status, failure.Code, failure.Param));
    }

    [Fact]
    public void TooManyWords_AreRefused() =>
        Assert.Equal("x-relay-only", Read(string.Join(',', Enumerable.Repeat("eu", 33)), null).Failure!.Param);

    private static Result<Constraint> Read(string? only, string? avoid)
    {
        var headers = new HeaderDictionary();
        if (only is not null) headers[CallConstraint.OnlyHeader] = only;
        if (avoid is not null) headers[CallConstraint.AvoidHeader] = avoid;
        return CallConstraint.Read(headers, Configs.Snapshot(Document));
    }
}
