// Where a ray meets the ground: maps and their coasts, clouds and their shadows, light, glint and the air before it.
uniform sampler2D day_map, strip_map, day_coasts, strip_coasts, cloud_cover;
uniform highp sampler3D lumps;

#ifdef NEAR
in vec3 cloud_n, shade_n, through, veil, around, direct;
in vec4 maps;
in vec3 strip_mirror_bias;       // how much of the strip is seen; cosine of glint; for the look-up
out vec4 output_color;
#if defined(DOUBT) || defined(FINE)
in vec3 ground_n;
#endif
#endif

// ---- maps -----------------------------------------------------------------------------------------------

// At a grazing angle a pixel covers a long thin piece of ground. Mipmaps know only squares and would blur it to
// the longer side; a side between the two keeps coasts sharp, and the haze hides what then shimmers.
vec3 look(sampler2D map, vec2 uv, vec2 dx, vec2 dy) {
#ifdef NEAR
    return texture(map, uv, strip_mirror_bias.z).rgb;
#else
    float x = length(dx), y = length(dy);
    float side = exp2(0.6 * log2(max(min(x, y), 1e-9)) + 0.4 * log2(max(max(x, y), 1e-9)));
    return textureGrad(map, uv, dx * min(1.0, side / max(x, 1e-9)), dy * min(1.0, side / max(y, 1e-9))).rgb;
#endif
}

const float PUSH_PX = 1.7;       // from a coast: as far as its colours melt in a map

// A map's colour with its coasts where the outlines have them: near one the map is looked up further off, on the side
// that the pixel is on (scripts/textures/coasts.py).
vec3 coloured(sampler2D map, sampler2D coasts, vec2 uv, vec2 dx, vec2 dy) {
    vec2 size = vec2(textureSize(map, 0));
    float spans = max(length(dx * size), length(dy * size));
    vec3 code = look(coasts, uv, dx, dy) * 255.0;
    float grey = dot(code, vec3(0.299, 0.587, 0.114)), off = (grey - 128.0) * 0.0535714;
    vec2 dryward = vec2(0.0141, 0.0178) * (code.br - grey);
    float sides = clamp(off / max(0.6 * spans, 0.06), -1.0, 1.0) * (1.0 - smoothstep(0.6, 1.6, spans));
    return look(map, uv + dryward * (sides * max(PUSH_PX - abs(off), 0.0)) / size, dx, dy);
}

#ifndef NEAR
// Derivatives of a place on a map from those of the normal: a map's own seam would break them.
vec3 dayColour(vec3 n, vec3 dnx, vec3 dny) {
    float flat_ = max(length(n.xy), 1e-4);
    vec3 east = vec3(-n.y, n.x, 0.0) / flat_, north = cross(n, east);
    vec2 scale = vec2(0.15915494 / flat_, 0.31830989);
    return coloured(day_map, day_coasts, dayPlace(n), vec2(dot(dnx, east), dot(dnx, north)) * scale,
                    vec2(dot(dny, east), dot(dny, north)) * scale);
}
#ifdef STRIP
vec4 stripColour(vec3 n, vec3 dnx, vec3 dny) {
    vec3 at = stripPlace(n);
    vec3 forward = normalize(cross(STRIP_POLE, n));
    float across = asin(clamp(dot(n, STRIP_POLE), -1.0, 1.0)) / STRIP_SIZE.z;
    float slope = 0.5 / (STRIP_SIZE.z * arsinh(STRIP_SIZE.y / STRIP_SIZE.z) * sqrt(1.0 + across * across));
    vec2 dx = vec2(dot(dnx, forward) / STRIP_SIZE.x, dot(dnx, STRIP_POLE) * slope);
    vec2 dy = vec2(dot(dny, forward) / STRIP_SIZE.x, dot(dny, STRIP_POLE) * slope);
    return vec4(coloured(strip_map, strip_coasts, at.xy, dx, dy), at.z);
}
#endif
#endif

// ---- clouds ---------------------------------------------------------------------------------------------

// Lumps of noise in space: no seam, no pole. Streets lie along one direction in space, drawn out threefold.
const vec3 STREET = vec3(0.48, 0.60, 0.64);
float lump(vec3 p) { return texture(lumps, p).r * 2.0 - 1.0; }
vec3 street(vec3 p) { return p - STREET * (0.62 * dot(p, STREET)); }

// Shadows are soft: lumps without their finest octave, which is an eighth of the memory.
float softLump(vec3 p) { return textureLod(lumps, p, 1.0).r * 2.0 - 1.0; }

// How thick the clouds are over a place, 0 none .. 1 closed, from the cover of the air there and its lumps. Thin air
// holds puffs in streets, the closed cover breaks into cells; from afar both melt into a veil.
float cloudsOf(float body, float small, vec3 n) {
    float shape = mix(small * 1.7, 0.55 - 1.9 * abs(small), smoothstep(-0.2, 1.2, body));
#ifdef FINE
    shape += 0.50 * lump(street(n.yzx) * 141.0) + 0.30 * lump(n.zxy * 1130.0);
#endif
    float far = smoothstep(900.0, 7000.0, eye_height_km);
    return smoothstep(0.25 - 0.35 * far, 1.65 + 0.95 * far, 1.25 * body + 0.95 * shape + 0.1);
}

#ifdef FINE
// ---- what a map of kilometres cannot hold ---------------------------------------------------------------

// A model, told by the place and by the map's colour there: nothing of it is of any one country. What a pixel spans is
// gone, each direction by itself, so that nothing shimmers towards the horizon.
const vec2 BLOCKS = vec2(16000.0, 8000.0);     // round the Earth and along its radius: in the north 1.2 by 1.6 km
const mat2 ASKEW = mat2(1.0, -0.12, 0.15, 1.0), TRACKS = mat2(0.38, -0.17, 0.13, 0.29);
const float ROUNDING = 6e-4;                   // of a place in such blocks, or half a metre: edges are no sharper
const vec3 OLD_SNOW = vec3(0.82, 0.85, 0.89), CLAY = vec3(0.74, 0.69, 0.61);

vec3 chance(vec2 cell) {
    vec3 p = fract(cell.xyx * vec3(0.1031, 0.1030, 0.0973));
    p += dot(p, p.yxz + 33.33);
    return fract((p.xxy + p.yxx) * p.zyx);
}

// How much of a pixel stripes cover that lie so far off: one that is narrower than the pixel is so much paler.
vec2 stripes(vec2 off, vec2 wide, vec2 spans) {
    vec2 reach = 0.5 * max(wide, spans);
    return min(wide / spans, 1.0) * (1.0 - smoothstep(reach - 0.5 * spans, reach + 0.5 * spans, abs(off)));
}

struct Blocks { vec2 cell, within, lines, luck, spans, shown; };

// Straight lines at uneven distances about one apart, both ways, some four times as wide, and the block between them.
Blocks blocksOf(vec2 p, float wide) {
    vec2 spans = max(fwidth(p), ROUNDING), line = floor(p + 0.5), luck = fract(line * vec2(0.1031, 0.1137));
    luck *= luck + 33.33;
    luck = fract(luck * (luck + luck));
    vec2 off = p - line - 0.3 * (luck - 0.5), shown = 1.0 - smoothstep(0.12, 0.5, spans);
    vec2 cell = line - step(off, vec2(0.0));
    return Blocks(cell, p - cell, shown * stripes(off, wide * (1.0 + 3.0 * step(0.78, luck)), spans), luck, spans, shown);
}

// A clearing with straight edges within a block, or none.
float felled(Blocks on, vec3 luck) {
    vec2 size = 0.09 + 0.12 * luck.yx, soft = 0.01 + 0.5 * on.spans;
    vec2 sides = 1.0 - smoothstep(size - soft, size + soft, abs(on.within - 0.36 - 0.28 * luck.xy));
    return sides.x * sides.y * smoothstep(0.6, 0.9, luck.z) * on.shown.x * on.shown.y;
}

// A river runs where this is nought: waves bent by waves, which cost less than another look at the lumps.
float courseOf(vec2 p) {
    return 0.55 * sin(0.53 * p.x + 1.7 * sin(0.37 * p.y)) + 0.45 * sin(0.71 * p.y + 1.3 * sin(0.29 * p.x));
}

// Woods: forest quarters between cut lines, felled blocks, rivers and bogs, white where the map's green is grey with snow.
vec3 wooded(vec3 ground, vec2 place, vec3 grain, float far) {
    Blocks on = blocksOf(place, 0.008);
    vec3 luck = chance(on.cell);
    float course = courseOf(place) + 0.24 * grain.x + 0.05 * grain.y, bends = max(fwidth(course), 1e-5);
    float river = stripes(vec2(course), vec2(0.035), vec2(bends)).x, bog = smoothstep(0.35, 0.75, grain.x + 0.5 * grain.y);
    float open = max(max(on.lines.x, on.lines.y), max(felled(on, luck), max(river, 0.8 * bog) * far));
    float stand = 0.90 + 0.22 * (luck.x - 0.5) * on.shown.x * on.shown.y + 0.16 * grain.x + 0.16 * grain.y + 0.16 * grain.z;
    vec3 bare = mix(1.35 * ground, OLD_SNOW, smoothstep(-0.06, -0.01, ground.b - ground.g));
    return mix(ground * mix(1.0, stand, far), bare, open);
}

// Dry land: tracks that bend a little, pale or dark, the tone of what lies between them, pans of clay and pale hollows.
vec3 parched(vec3 ground, vec2 place, vec3 grain, float far) {
    Blocks on = blocksOf(TRACKS * place + 0.03 * sin(place.yx * vec2(0.5, 0.7)), 0.0020);
    vec2 worn = on.lines * mix(vec2(0.20), vec2(-0.34), step(0.45, fract(9.0 * on.luck)));
    float pan = smoothstep(0.38, 0.46, 0.85 * grain.x + 0.25 * grain.y), hollow = smoothstep(0.25, 0.6, grain.z + 0.5 * grain.y);
    float tone = 1.0 + worn.x + worn.y + 0.10 * (chance(on.cell).x - 0.5) * on.shown.x * on.shown.y;
    tone += 0.10 * grain.x + 0.14 * grain.y + 0.12 * grain.z;
    return mix(ground, CLAY, far * max(0.45 * pan, 0.28 * hollow)) * tone;
}

// Lumps from 1.6 km down to seven metres, and what they mean on the land that the map's colour tells.
vec3 grained(vec3 ground, vec3 n) {
    vec3 grain = vec3(lump(n * 249.0), lump(n.yzx * 1990.0), lump(n.zxy * 13270.0));
    vec3 dnx = dFdx(n), dny = dFdy(n);
    float spans_km = RADIUS_KM * sqrt(max(dot(dnx, dnx), dot(dny, dny))), far = 1.0 - smoothstep(0.15, 0.9, spans_km);
    float blue = smoothstep(0.015, 0.07, ground.b - ground.r), water = blue * (1.0 - smoothstep(0.22, 0.42, ground.g));
    float rough = 0.42 * dot(grain, vec3(0.50, 0.45, 0.40)) * (1.0 - 0.85 * water) * (1.0 - 0.5 * smoothstep(0.55, 0.85, ground.g));
    float wood = smoothstep(0.0, 0.02, ground.g - ground.r) * (1.0 - smoothstep(0.42, 0.56, ground.g)) * (1.0 - blue);
    float dry = smoothstep(0.06, 0.12, ground.r - ground.b) * smoothstep(0.32, 0.44, ground.g);
    vec2 place = ASKEW * (vec2(atan(n.y, n.x) * 0.15915494, n.z) * BLOCKS);
    vec3 other = ground * (1.0 + rough);
    return mix(mix(other, parched(ground, place, grain, far), dry), wooded(ground, place, grain, far), wood);
}
#endif

// ---- light ----------------------------------------------------------------------------------------------

vec3 glint(vec3 ground, vec3 sun, float mirror) {
    float water = smoothstep(0.015, 0.07, ground.b - ground.r) * (1.0 - smoothstep(0.22, 0.42, ground.g));
    float m = max(mirror, 0.0), m2 = m * m, m16 = m2 * m2 * m2 * m2;
    m16 *= m16;
    float m32 = m16 * m16, m160 = m32 * m32 * m32 * m32 * m32;
    return sun * water * (0.60 * m160 + 0.09 * m16 * m2);
}

vec3 seen(vec3 ground, vec3 cloudN, vec3 shadeN, float cover, Lit here) {
    float body = cover * 6.0 - 3.0;
    float clouds = cloudsOf(body, lump(street(cloudN) * 27.0), cloudN) * smoothstep(1.0, 6.0, eye_height_km);
    float shade = cloudsOf(body, softLump(street(shadeN) * 27.0), shadeN);
    float shadow = 1.0 - 0.62 * shade;
    vec3 surface = linear(ground) * (here.around + here.direct * shadow) + glint(ground, here.direct, here.mirror) * shadow;
    // Tops stand up into a low Sun; what is thick is bright, what lies behind thicker cloud is not.
    float bright = clamp(0.62 + 0.16 * clouds + 0.42 * (clouds - shade), 0.35, 0.92);
    return mix(surface, (here.around + here.direct) * bright, clouds * (0.55 + 0.43 * clouds));
}

uniform vec3 doubt_centre, doubt_along, doubt_size;   // the craft's own error ellipse: unit vectors, radians

// One standard deviation of the craft's place as a hatched tint, and the track's width as a faint band.
vec3 doubtTint(vec3 ground, vec3 world) {
    vec3 across = cross(doubt_centre, doubt_along);
    vec2 place = vec2(dot(world, doubt_along), dot(world, across));
    float facing = step(0.0, dot(world, doubt_centre));
    float r = length(place / doubt_size.xy);
    float hatch = 0.5 + 0.5 * step(0.5, fract(place.x / doubt_size.x * 6.0));
    float ellipse = facing * (0.34 * hatch * (1.0 - smoothstep(0.92, 1.0, r)) + 0.5 * exp(-pow((r - 1.0) / 0.035, 2.0)));
    float band = 0.16 * (1.0 - smoothstep(0.8, 1.2, abs(place.y) / doubt_size.y));
    return mix(ground, vec3(0.90, 0.52, 0.08), clamp(max(ellipse, band), 0.0, 0.8));
}

void main(void) {
#ifdef NEAR
    Lit here = Lit(through, veil, around, direct, strip_mirror_bias.y);
    vec3 cloudN = cloud_n, shadeN = shade_n;
#if defined(DOUBT) || defined(FINE)
    vec3 n = ground_n;
#endif
    vec2 uv = maps.xy;
#if defined(STRIP_ONLY)
    vec3 ground = coloured(strip_map, strip_coasts, maps.zw, dFdx(maps.zw), dFdy(maps.zw));
#else
    vec3 ground = coloured(day_map, day_coasts, uv, dFdx(uv), dFdy(uv));
#if defined(STRIP) && !defined(DAY_ONLY)
    ground = mix(ground, coloured(strip_map, strip_coasts, maps.zw, dFdx(maps.zw), dFdy(maps.zw)), strip_mirror_bias.x);
#endif
#endif
#else
    Hit hit = hitOf(rayOfPixel());
    vec3 n = hit.n, dnx = dFdx(n), dny = dFdy(n);
    if (!hit.is) discard;
    Lit here = lightOn(hit);
    vec3 cloudN = cloudPlace(hit), shadeN = n + sunwards(n);
    vec2 uv = dayPlace(n);
    vec3 ground = dayColour(n, dnx, dny);
#ifdef STRIP
    vec4 strip = stripColour(n, dnx, dny);
    ground = mix(ground, strip.rgb, strip.a);
#endif
#endif
#ifdef FINE
    ground = grained(ground, n);
#endif
    vec3 colour = seen(ground, cloudN, shadeN, textureLod(cloud_cover, uv, 0.0).r, here);
#ifdef DOUBT
    colour = doubtTint(colour, normalize(n / (STRETCHED * STRETCHED)));
#endif
    colour = colour * here.through + here.veil;
    // Under cloud no blue of the sky lies on ground and haze.
    colour = mix(colour, vec3(0.92, 0.97, 1.0) * dot(colour, vec3(0.35, 0.45, 0.2)) * 1.1, 0.85 * cloud_hides);
    output_color = vec4(develop(colour), 1.0);
}
