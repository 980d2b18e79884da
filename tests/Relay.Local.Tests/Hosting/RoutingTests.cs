using Relay.Local.Hosting;

namespace Relay.Local.Tests.Hosting;

public sealed partial class RoutingTests
{
    [Fact]
    public async Task ACatchAllWhoseNameSortsFirst_ShadowsAnExactRoute()
    {
        await using var app = await FunctionsApp.StartAsync(typeof(ExactZzz), typeof(CatchAllAaa));

        Assert.Equal((200, "Aaa"), await app.GetAsync("/v1/exact"));
    }

    [Fact]
    public async Task ACatchAllWhoseNameSortsLast_ShadowsNothing()
    {
        await using var app = await FunctionsApp.StartAsync(typeof(CatchAllZzzz), typeof(ExactZzz));

        Assert.Equal((200, "Zzz"), await app.GetAsync("/v1/exact"));
        Assert.Equal((200, "Zzzz"), await app.GetAsync("/v1/other"));
    }

    [Fact]
    public async Task NamesAreRankedWithoutRegardToCase()
    {
        // In plain ordinal order "Zzz" comes before "aab".
        await using var app = await FunctionsApp.StartAsync(typeof(ExactZzz), typeof(CatchAllLowerAab));

        Assert.Equal((200, "aab"), await app.GetAsync("/v1/exact"));
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("HEAD")]
    [InlineData("OPTIONS")]
    public async Task AMethodThatNoFunctionTakes_IsNotFound_WithoutABody(string method)
    {
        await using var app = await FunctionsApp.StartAsync(typeof(ExactZzz), typeof(ExactPost));

        Assert.Equal((404, ""), await app.SendAsync(new HttpMethod(method), "/v1/exact"));
    }

    [Fact]
    public async Task AMethodThatTheFirstMatchDoesNotTake_GoesToALaterFunctionThatDoes()
    {
        await using var app = await FunctionsApp.StartAsync(typeof(CatchAllAaa), typeof(ExactPost));

        Assert.Equal((200, "Post"), await app.SendAsync(HttpMethod.Post, "/v1/exact"));
        Assert.Equal((200, "Aaa"), await app.SendAsync(HttpMethod.Get, "/v1/exact"));
    }

    [Fact]
    public async Task AFunctionThatListsNoMethods_TakesAll()
    {
        await using var app = await FunctionsApp.StartAsync(typeof(AnyMethod));

        Assert.Equal((200, "PATCH"), await app.SendAsync(HttpMethod.Patch, "/any"));
    }

    [Theory]
    [InlineData("/admin")]
    [InlineData("/ADMIN/functions")]
    [InlineData("/%61dmin/host/status")]
    [InlineData("/runtime/webhooks/x")]
    public async Task PathsOfTheHostItself_AreNeverGivenToAFunction(string path)
    {
        await using var app = await FunctionsApp.StartAsync(typeof(CatchAllAaa));

        Assert.Equal((404, ""), await app.GetAsync(path));
    }

    [Fact]
    public async Task APathThatOnlyBeginsWithTheLettersOfAHostPath_IsGivenToFunctions()
    {
        await using var app = await FunctionsApp.StartAsync(typeof(CatchAllAaa));

        Assert.Equal((200, "Aaa"), await app.GetAsync("/administrators"));
    }

    [Theory]
    [InlineData("", "/v1/exact", "/api/v1/exact")]
    [InlineData("api", "/api/v1/exact", "/v1/exact")]
    [InlineData("of/relay", "/of/relay/v1/exact", "/relay/v1/exact")]
    public async Task ThePrefixOfHostJson_ComesBeforeEveryRoute(string prefix, string found, string notFound)
    {
        await using var app = await FunctionsApp.StartAsync(
            HostJson.Default with { RoutePrefix = prefix }, _ => { }, typeof(ExactZzz));

        Assert.Equal((200, "Zzz"), await app.GetAsync(found));
        Assert.Equal((404, ""), await app.GetAsync(notFound));
    }

    [Fact]
    public async Task WithoutARoute_TheNameIsTheRoute()
    {
        await using var app = await FunctionsApp.StartAsync(typeof(NoRoute));

        Assert.Equal((200, "by name"), await app.GetAsync("/NameOfFunction"));
    }

    [Theory]
    [InlineData("/models", "null")]
    [InlineData("/models/", "null")]
    [InlineData("/models/meta/llama", "meta/llama")]
    [InlineData("/models/meta%2Fllama%20x", "meta%2Fllama x")]
    public async Task ACatchAll_BindsTheRestOfThePath_OrNull(string path, string bound)
    {
        await using var app = await FunctionsApp.StartAsync(typeof(Parameters));

        Assert.Equal((200, bound), await app.GetAsync(path));
    }

    [Fact]
    public async Task RouteParameters_AreBoundByName()
    {
        await using var app = await FunctionsApp.StartAsync(typeof(Parameters));

        Assert.Equal((200, "b then a"), await app.GetAsync("/pair/a/b"));
    }
}
