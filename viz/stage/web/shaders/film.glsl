// From light in the scene to a picture, for every program that draws one. On the scene's scale a white matt surface
// square to the Sun is about one. In the full picture light is kept as it is until the whole picture is developed.
uniform float exposure;

// A screen's encoding and back (sRGB, in Chilliant's roots: software has roots, but no powers).
vec3 linear(vec3 display) { return display * (display * (display * 0.305306011 + 0.682171111) + 0.012522878); }
vec3 display(vec3 light) {
    vec3 s1 = sqrt(light), s2 = sqrt(s1), s3 = sqrt(s2);
    return 0.585122381 * s1 + 0.783140355 * s2 - 0.368262736 * s3;
}

// The curve of a film, after Narkowicz's fit of the ACES one; its shoulder ends below white, so that nothing burns out.
// It is laid over the brightest of the three colours and scales all alike: hues stay, and only what is many times
// brighter than a white wall pales.
const float FILM_A = 2.51, FILM_B = 0.03, FILM_C = 2.62, FILM_D = 0.59, FILM_E = 0.14, PALES_FROM = 1.2, PALES_TO = 12.0;

vec3 film(vec3 light) {
    float most = max(max(light.r, light.g), max(light.b, 1e-4));
    float onto = most * (FILM_A * most + FILM_B) / (most * (FILM_C * most + FILM_D) + FILM_E);
    return mix(light * (onto / most), vec3(onto), 0.7 * smoothstep(PALES_FROM, PALES_TO, most));
}

// A fixed pattern of half a grey level against banding. No noise, so frame N is always the same frame.
vec3 undithered(vec3 c) {
    return c + (fract(52.9829189 * fract(dot(gl_FragCoord.xy, vec2(0.06711056, 0.00583715)))) - 0.5) / 255.0;
}

#ifdef FULL
// What the film would have to see to show this.
vec3 before_film(vec3 light) {
    float most = max(max(light.r, light.g), max(light.b, 1e-4)), y = min(most, 0.90);
    float a = FILM_A - y * FILM_C, b = FILM_B - y * FILM_D, c = -y * FILM_E;
    return light * ((-b + sqrt(b * b - 4.0 * a * c)) / (2.0 * a) / y);
}
vec3 develop(vec3 light) { return max(light, vec3(0.0)) * exposure; }
vec3 finish(vec3 c) { return before_film(linear(max(c, vec3(0.0)))); }
#else
vec3 develop(vec3 light) { return undithered(display(film(max(light, vec3(0.0)) * exposure))); }
// For what is a picture's colour by itself: marks, lamps, lines.
vec3 finish(vec3 c) { return undithered(c); }
#endif
