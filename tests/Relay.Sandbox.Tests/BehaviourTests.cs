namespace Relay.Sandbox.Tests;

public class BehaviourTests
{
    [Fact]
    public void EveryName_IsUnderstood()
    {
        var all = Behaviour.Parse("ttft=1, gap=2;tokens=3,reasoning=4,cached=5,status=599,retry-after=6,code=c,script=s,cut=7,error=8,"
            + "malformed=9,silence=10,split=11,tools,html,nodone,preamble,crlf,nospace,nousage,short,json,", out var error);

        Assert.Null(error);
        Assert.Equal(
            "Behaviour { FirstToken = 00:00:00.0010000, Gap = 00:00:00.0020000, Tokens = 3, Reasoning = 4, Tools = True, Script = s, "
            + "Cached = 5, Status = 599, RetryAfter = 6, ErrorCode = c, Html = True, Cut = 7, NoDone = True, Preamble = True, Error = 8, Malformed = 9, "
            + "Silence = 10, Split = 11, Crlf = True, NoSpace = True, NoUsage = True, Short = True, Json = True }",
            all.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(" , ;,")]
    public void NoSpec_IsNoFault(string spec)
    {
        Assert.Equal(new Behaviour(), Behaviour.Parse(spec, out var error));
        Assert.Null(error);
    }

    [Theory]
    [InlineData("silence=headers", -1)]
    [InlineData("silence=0", 0)]
    [InlineData("silence=5,silence=1000000", 1_000_000)]
    public void TheLastOfTwo_Wins_AndTheLimitIsIncluded(string spec, int silence)
    {
        Assert.Equal(silence, Behaviour.Parse(spec, out var error).Silence);
        Assert.Null(error);
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("cut=")]
    [InlineData("cut=-1")]
    [InlineData("cut=+1")]
    [InlineData("cut= 1")]
    [InlineData("cut=1.0")]
    [InlineData("cut=1=1")]
    [InlineData("cut=1e3")]
    [InlineData("cut=0x1")]
    [InlineData("cut=١")]
    [InlineData("cut=1000001")]
    [InlineData("cut=99999999999999999999")]
    [InlineData("Cut=1")]
    [InlineData("status=299")]
    [InlineData("status=304")]
    [InlineData("status=600")]
    [InlineData("status=100")]
    [InlineData("split=0")]
    [InlineData("script=")]
    [InlineData("code=")]
    [InlineData("html=1")]
    [InlineData("html=true")]
    [InlineData("silence=body")]
    [InlineData("=")]
    [InlineData("=1")]
    [InlineData("'\"\0\r\n<")]
    public void WhatIsNotUnderstood_IsNamed_AndChangesNothing(string part)
    {
        var behaviour = Behaviour.Parse($"{part},unknown,tokens=1", out var error);

        Assert.Equal($"the sandbox does not understand '{part}'; docs/sandbox.md lists what it does", error);
        Assert.Equal(Behaviour.Parse("tokens=1", out _), behaviour);
    }

    [Fact]
    public void AnyMixOfPieces_IsRead_AndAnErrorNamesAPieceOfIt()
    {
        string[] pieces = ["cut", "=", "1", ",", ";", "status", "429", " ", "\0", "silence", "headers", "é", "-", "99999999999", "tools", "\uD83D"];
        // A fixed seed, so that a failure comes again.
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var spec = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => pieces[random.Next(pieces.Length)]));

            var behaviour = Behaviour.Parse(spec, out var error);

            if (error is not null) Assert.Contains(error.Split('\'')[1], spec, StringComparison.Ordinal);
            Assert.True(behaviour.Cut is null or >= 0 and <= 1_000_000, spec);
            Assert.True(behaviour.Status is null or 429, spec);
            Assert.Equal(behaviour, Behaviour.Parse(spec + ",", out _));
        }
    }
}
