// The picture once more where parts have edges (after Lottes, FXAA): four corners find an edge's direction, four looks
// along it average it. The picture's alpha says where parts are: stars and coasts are left as they are.
uniform sampler2D picture;
uniform vec2 picture_corner;              // of the window in the picture
out vec4 output_color;

float tell(vec4 c) { return dot(c.rgb, vec3(0.299, 0.587, 0.114)); }

void main(void) {
    ivec2 here = ivec2(gl_FragCoord.xy + picture_corner);
    vec4 c = texelFetch(picture, here, 0);
    vec4 a = texelFetchOffset(picture, here, 0, ivec2(-1, 1)), b = texelFetchOffset(picture, here, 0, ivec2(1, 1));
    vec4 e = texelFetchOffset(picture, here, 0, ivec2(-1, -1)), f = texelFetchOffset(picture, here, 0, ivec2(1, -1));
    float m = tell(c), nw = tell(a), ne = tell(b), sw = tell(e), se = tell(f);
    float low = min(m, min(min(nw, ne), min(sw, se))), high = max(m, max(max(nw, ne), max(sw, se)));
    if (c.a + a.a + b.a + e.a + f.a < 0.5 || high - low < max(0.04, 0.125 * high)) discard;
    vec2 way = vec2((sw + se) - (nw + ne), (nw + sw) - (ne + se));
    float least = 1.0 / (min(abs(way.x), abs(way.y)) + max((nw + ne + sw + se) * 0.03125, 0.0078));
    vec2 size = vec2(textureSize(picture, 0)), at = (vec2(here) + 0.5) / size, pace = clamp(way * least, -8.0, 8.0) / size;
    vec3 near = 0.5 * (textureLod(picture, at - pace / 6.0, 0.0).rgb + textureLod(picture, at + pace / 6.0, 0.0).rgb);
    vec3 wide = 0.5 * near + 0.25 * (textureLod(picture, at - 0.5 * pace, 0.0).rgb + textureLod(picture, at + 0.5 * pace, 0.0).rgb);
    float t = tell(vec4(wide, 1.0));
    output_color = vec4(t < low || t > high ? near : wide, 1.0);
}
