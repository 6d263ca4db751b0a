// Tiles of the window; the ray is linear over the picture, so it comes from the corners.
in vec2 place;                   // clip coordinates
uniform mat3 ray_of_clip;        // to Earth-fixed axes

#ifdef NEAR
// All that is smooth is worked out at the corners; w makes places on the ground linear between them.
out vec3 cloud_n, shade_n, through, veil, around, direct;
#if defined(DOUBT) || defined(FINE)
out vec3 ground_n;
#endif
out vec4 maps;
out vec3 strip_mirror_bias;

void main(void) {
    vec3 way = ray_of_clip * vec3(place, 1.0);
    Hit hit = hitOf(way);
    Lit here = lightOn(hit);
    gl_Position = vec4(place, 0.99998, 1.0) * hit.distance;
#if defined(DOUBT) || defined(FINE)
    ground_n = hit.n;
#endif
    cloud_n = cloudPlace(hit);
    shade_n = hit.n + sunwards(hit.n);
    through = here.through;
    veil = here.veil;
    around = here.around;
    direct = here.direct;
    maps = vec4(dayPlace(hit.n), 0.0, 0.0);
    strip_mirror_bias = vec3(0.0, here.mirror, 0.6 * log2(max(dot(hit.n, -hit.ray), 0.05)));
#ifdef STRIP
    vec3 strip = stripPlace(hit.n);
    maps.zw = strip.xy;
    strip_mirror_bias.x = strip.z;
#endif
}
#else
out vec3 way;

void main(void) {
    gl_Position = vec4(place, 0.99998, 1.0);
    way = ray_of_clip * vec3(place, 1.0);
}
#endif
