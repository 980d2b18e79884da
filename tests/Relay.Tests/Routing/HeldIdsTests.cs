using Relay.Routing;

namespace Relay.Tests.Routing;

public sealed class HeldIdsTests
{
    private static readonly PinnedId Pins = new(new byte[PinnedId.KeySize]);
    private readonly HeldIds _ids = new(Pins, "web");

    [Theory]
    [InlineData("main", "resp_1", "gpt-5")]
    [InlineData("a-1", "grüß 😀", "vendor/model\nof two lines")]
    [InlineData("a", "conv_1", "")]
    public void WhatIsSealed_IsOpened(string account, string id, string model)
    {
        var held = new HeldId(account, id, model);
        Assert.Equal(held, _ids.Open(_ids.Seal(held)!));
    }

    [Fact]
    public void TheLongest_IsOpened_AndALongerOne_IsNotSealed()
    {
        var held = new HeldId(new string('a', 64), new string('i', 255), new string('m', 256));
        Assert.Equal(held, _ids.Open(_ids.Seal(held)!));
        Assert.Null(_ids.Seal(held with { Id = new string('i', 256) }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("of two\nlines")]
    public void WhatIsNoId_IsNotSealed(string id) => Assert.Null(_ids.Seal(new("a", id, "m")));

    [Fact]
    public void AnotherProject_AndWhatIsPinnedOtherwise_OpenNothing()
    {
        Assert.Null(new HeldIds(Pins, "other").Open(_ids.Seal(new("a", "resp_1", "m"))!));
        Assert.Null(_ids.Open(Pins.Seal("a", "resp_1", "web")));
        Assert.Null(_ids.Open("resp_1"));
    }
}
